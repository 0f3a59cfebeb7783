"""The program that renders a chart, with a stand-in for Helm's SDK."""

import sys
from pathlib import Path
from types import ModuleType
from typing import Self

import pytest

from app.toolchains.checkov.render_chart import main


class HelmError(Exception):
    """What the SDK raises."""


class Chart:
    """A chart that renders what it is told to, or fails."""

    rendered: dict[str, str] | None

    @classmethod
    def load(cls, path: str) -> Self:
        """Any path will do."""
        return cls()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to let go of."""

    def render(self, *, name: str) -> dict[str, str]:
        """Templates by path."""
        if self.rendered is None:
            raise HelmError("missing in charts/ directory")
        return {path: text.replace("NAME", name) for path, text in self.rendered.items()}


@pytest.fixture
def helm(monkeypatch: pytest.MonkeyPatch) -> type[Chart]:
    module = ModuleType("helm_python")
    module.Chart, module.HelmError = Chart, HelmError  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "helm_python", module)
    return Chart


def test_templates_are_written_where_they_belong(helm: type[Chart], tmp_path: Path) -> None:
    out = tmp_path / "out"
    helm.rendered = {"shop/templates/a.yaml": "a: NAME", "shop/templates/empty.yaml": "\n", "../../evil": "x"}
    assert main("chart", str(out)) == 0
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()] == [
        "out/shop/templates/a.yaml"
    ]
    assert (out / "shop/templates/a.yaml").read_text() == "a: release"


def test_a_chart_that_cannot_be_rendered_says_why(
    helm: type[Chart], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    helm.rendered = None
    assert main("chart", str(tmp_path)) == 1
    assert "missing in charts/ directory" in capsys.readouterr().err
