from pathlib import Path

import pytest

from tests.unit.toolchains.terraform.lint.cases import hits

CODE = 'provider "aws" {\n  region = "x"\n}\n'


@pytest.mark.parametrize(("root_module", "lines"), [(False, [1]), (True, [])])
def test_a_provider_belongs_into_the_stack(tmp_path: Path, root_module: bool, lines: list[int]) -> None:
    found = hits("AGT_TF_PROVIDER_IN_MODULE", tmp_path, CODE, root_module=root_module)
    assert [line for line, _ in found] == lines
