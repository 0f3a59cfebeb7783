"""What tests of the toolchains share."""

from collections.abc import Iterator

import pytest

from app.processes.environments import environment_python
from app.processes.sandbox import Sandbox
from app.settings import Settings
from app.toolchains.checkov.scanner import Scanner


@pytest.fixture(scope="session")
def scanner() -> Iterator[Scanner]:
    """The real checkov in the real sandbox, warm for the whole session."""
    python = environment_python("checkov", Settings().cache_dir)
    if python is None:
        pytest.skip("checkov's tool environment is not made: run `agents tools install`")
    with Scanner(Sandbox.detect(), python) as real:
        yield real
