"""Helm charts: with a stand-in for Helm, and with the real one where its environment was made."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from app.processes.environments import environment_python
from app.processes.run import Completed
from app.processes.sandbox import Sandbox
from app.settings import Settings
from app.toolchains.checkov import charts
from app.toolchains.checkov.charts import PROGRAM, Rendered, at_template, helm_command, render_charts
from app.toolchains.checkov.records import INCOMPLETE
from app.toolchains.checkov.scanner import Scanner
from tests.builders import finding

TEMPLATE = """\
{{- if .Values.image }}
# the shop
apiVersion: v1
kind: Pod
metadata:
  name: {{ .Release.Name }}
spec:
  containers:
    - name: shop
      image: {{ .Values.image }}
      securityContext:
        privileged: true
{{- end }}
---
apiVersion: v1
kind: Pod
metadata:
  name: plain
spec:
  containers:
    - name: plain
      image: plain
"""
RENDERED = """\
---
# Source: shop/templates/pod.yaml
apiVersion: v1
kind: Pod
metadata:
  name: release
---
# Source: shop/templates/pod.yaml
apiVersion: v1
kind: Pod
metadata:
  name: plain
"""
CHART = {
    "app/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
    "app/values.yaml": "image: nginx\n",
    "app/templates/pod.yaml": TEMPLATE,
}
COMMAND = ["helm"]


class Stand:
    """A sandbox in which Helm renders one file, or refuses."""

    isolation = "none"

    def __init__(self, code: int = 0, err: str = "") -> None:
        self._done = Completed(code, "", err, 0.1)
        self.words: list[str] = []

    def run(
        self,
        argv: Sequence[str | Path],
        *,
        workdir: Path,
        read_only: Sequence[Path] = (),
        environment: Mapping[str, str] | None = None,
        timeout: float = 300.0,
    ) -> Completed:
        self.words = [str(word) for word in argv]
        if not self._done.exit_code:
            write(Path(argv[-1]), {"shop/templates/pod.yaml": RENDERED, "shop/templates/made-up.yaml": RENDERED})
        return self._done


def write(root: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def test_a_chart_is_rendered_beside_itself(tmp_path: Path) -> None:
    sandbox = Stand()
    rendered = render_charts(write(tmp_path, CHART), COMMAND, sandbox)
    assert list(rendered.templates.values()) == ["app/templates/pod.yaml"]
    assert sandbox.words[:4] == ["helm", "template", "release", str(tmp_path / "app")]


def test_the_program_gets_the_chart_and_where_to_write(tmp_path: Path) -> None:
    sandbox = Stand()
    render_charts(write(tmp_path, CHART), [tmp_path / "bin" / "python", "-I", PROGRAM], sandbox)
    assert sandbox.words[1:4] == ["-I", str(PROGRAM), str(tmp_path / "app")]


def test_libraries_and_parts_of_other_charts_are_not_rendered_by_themselves(tmp_path: Path) -> None:
    library = {"lib/Chart.yaml": "name: lib\ntype: library\n"}
    inner = {"app/charts/inner/Chart.yaml": "name: inner\n"}
    rendered = render_charts(write(tmp_path, {**CHART, **library, **inner}), None, Stand())
    assert list(rendered.missing) == ["app"]


@pytest.mark.parametrize(
    ("command", "err", "why"),
    [
        (None, "", charts.NOT_INSTALLED),
        (COMMAND, "Error: a\nError: missing in charts/ directory\n", "Error: missing in charts/ directory"),
        (COMMAND, "", "it gives no reason"),
    ],
)
def test_what_was_not_rendered_is_a_finding(
    tmp_path: Path, command: Sequence[str | Path] | None, err: str, why: str
) -> None:
    rendered = render_charts(write(tmp_path, CHART), command, Stand(1, err))
    (found,) = rendered.told([], tmp_path)
    assert (found.rule, found.path, found.line) == (INCOMPLETE, "app/Chart.yaml", 1)
    assert why in found.detail
    assert sorted(path.name for path in tmp_path.iterdir()) == ["app"]


def test_there_is_an_end_to_charts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "MOST", 1)
    write(tmp_path, {**CHART, "web/Chart.yaml": "name: web\n"})
    assert render_charts(tmp_path, COMMAND, Stand()).missing == {"web": "only 1 charts are rendered"}


def test_helm_on_the_path_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert helm_command(None) is None
    assert helm_command(tmp_path) == [tmp_path, "-I", PROGRAM]
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/helm")
    assert helm_command(tmp_path) == ["/usr/bin/helm"]


def test_of_a_template_kubernetes_is_told_once(tmp_path: Path) -> None:
    rendered = Rendered({"r/shop/templates/pod.yaml": "app/templates/pod.yaml"})
    records = [
        {"framework": framework, "path": f"{tmp_path}/{path}"}
        for framework in ("kubernetes", "secrets")
        for path in ("r/shop/templates/pod.yaml", "app/templates/pod.yaml", "other.yaml")
    ]
    records.append({"framework": "kubernetes", "unreadable": f"{tmp_path}/app/templates/pod.yaml"})
    assert [
        (one["framework"], one["path"].removeprefix(f"{tmp_path}/")) for one in rendered.kept(records, tmp_path)
    ] == [
        ("kubernetes", "r/shop/templates/pod.yaml"),
        ("kubernetes", "other.yaml"),
        ("secrets", "app/templates/pod.yaml"),
        ("secrets", "other.yaml"),
    ]


@pytest.mark.parametrize(
    ("template", "line", "end", "expected"),
    [
        (TEMPLATE, 2, 6, 4),
        (TEMPLATE, 8, 12, 16),
        (TEMPLATE, 10, None, 16),
        (TEMPLATE, 1, 2, None),
        (TEMPLATE, None, None, None),
        ("{{ include }}\n", 2, 6, None),
    ],
)
def test_a_finding_is_told_at_its_template(
    tmp_path: Path, template: str, line: int | None, end: int | None, expected: int | None
) -> None:
    write(tmp_path, {"r.yaml": RENDERED, "t.yaml": template})
    found = at_template(finding(path="r.yaml", line=line, end_line=end), tmp_path, "t.yaml")
    assert (found.path, found.line, found.end_line) == ("t.yaml", expected, expected)


@pytest.mark.checkov
def test_a_chart_that_nobody_renders_is_said_so(scanner: Scanner, tmp_path: Path) -> None:
    if helm_command(None):
        pytest.skip("helm is on PATH")
    result = scanner.scan(write(tmp_path, CHART))
    assert result.status == "passed"
    assert [(one.rule, one.path) for one in result.findings] == [(INCOMPLETE, "app/Chart.yaml")]


@pytest.mark.checkov
def test_a_real_chart(tmp_path: Path) -> None:
    cache = Settings().cache_dir
    python, helm = environment_python("checkov", cache), environment_python("helm", cache)
    if python is None or helm_command(helm) is None:
        pytest.skip("Helm's tool environment is not made: run `agents tools install-all`")
    broken = {
        "broken/Chart.yaml": "apiVersion: v2\nname: broken\nversion: 1.0.0\n",
        "broken/templates/a.yaml": "{{ fail }",
    }
    with Scanner(Sandbox.detect(), python, helm=helm) as scanner:
        result = scanner.scan(write(tmp_path, {**CHART, **broken}))
    privileged = [(one.path, one.line, one.resource) for one in result.findings if one.rule == "CKV_K8S_16"]
    assert privileged == [("app/templates/pod.yaml", 4, "Pod.default.release")]
    unlimited = [(one.line, one.resource) for one in result.findings if one.rule == "CKV_K8S_13"]
    assert unlimited == [(4, "Pod.default.release"), (16, "Pod.default.plain")]
    assert [one.path for one in result.findings if one.rule == INCOMPLETE] == ["broken/Chart.yaml"]
    assert len({one.fingerprint for one in result.findings}) == len(result.findings)
