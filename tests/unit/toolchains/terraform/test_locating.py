"""Where planned resources stand in the code."""

from pathlib import Path

import pytest

from app.domain.finding import Finding, Severity
from app.toolchains.terraform.locating import located

FILES = {
    "stacks/web/main.tf": 'module "net" {\n  source = "../../modules/net"\n}\nmodule "far" {\n  source = "a/b/c"\n}\n',
    "stacks/web/store.tf": '\nresource "aws_s3_bucket" "logs" {\n  count = 2\n}\n',
    "modules/net/main.tf": 'module "deep" {\n  source = "./deep"\n}\n',
    "modules/net/deep/vpc.tf": 'resource "aws_vpc" "main" {\n}\n',
}


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("aws_s3_bucket.logs", ("stacks/web/store.tf", 2)),
        ("aws_s3_bucket.logs[1]", ("stacks/web/store.tf", 2)),
        ('module.net["a.b"].module.deep.aws_vpc.main["x"]', ("modules/net/deep/vpc.tf", 1)),
        ("module.far.aws_vpc.main", ("stacks/web", None)),
        ("module.none.aws_vpc.main", ("stacks/web", None)),
        ("aws_vpc.none", ("stacks/web", None)),
        ("", ("stacks/web", None)),
    ],
)
def test_a_resource_is_found_through_its_modules(tmp_path: Path, address: str, place: tuple[str, int | None]) -> None:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    finding = Finding("AGT_X", Severity.LOW, "x", "stacks/web", "analysis", resource=address)
    (found,) = located(tmp_path, "stacks/web", [finding])
    assert (found.path, found.line) == place


def test_a_finding_that_knows_its_line_keeps_it(tmp_path: Path) -> None:
    finding = Finding("AGT_X", Severity.LOW, "x", "a.tf", "analysis", line=7, resource="aws_vpc.main")
    assert located(tmp_path, ".", [finding]) == (finding,)
