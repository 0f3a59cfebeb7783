"""The package offers one function."""

from app.domain.repo import Conventions
from app.domain.resources import Resources
from app.toolchains.terraform import writer


def test_an_empty_graph_still_pins_terraform() -> None:
    assert [artifact.path for artifact in writer.write(Resources(), "stacks/a", Conventions())] == [
        "stacks/a/versions.tf"
    ]
