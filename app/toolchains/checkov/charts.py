"""Helm charts: rendered in the sandbox, so that what is scanned is what Kubernetes would get.

Findings in a rendered file are told at the template that it came from.
"""

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Protocol

from app.domain.finding import Finding, Severity
from app.toolchains.checkov.records import INCOMPLETE, SOURCE, relative_path

if TYPE_CHECKING:
    from app.processes.run import Completed

PROGRAM = Path(__file__).with_name("render_chart.py")
TIMEOUT = 60.0
MOST = 100
"""Charts that are rendered of one repository."""
KIND = re.compile(r"^kind:\s*[\"']?(\w+)", re.MULTILINE)
LIBRARY = re.compile(r"^type:\s*[\"']?library\b", re.MULTILINE)
NOT_INSTALLED = "Helm is not installed: put `helm` on PATH, or run `agents tools install-all`"


class Runner(Protocol):
    """What rendering needs of a sandbox."""

    def run(
        self,
        argv: Sequence[str | Path],
        *,
        workdir: Path,
        read_only: Sequence[Path] = (),
        environment: Mapping[str, str] | None = None,
        timeout: float = 300.0,
    ) -> "Completed":
        """Run to the end."""
        ...


@dataclass(slots=True)
class Rendered:
    """``templates`` maps a rendered file to the template it came from, ``missing`` a chart to why it was not rendered.

    All paths are relative to the scanned copy.
    """

    templates: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    def kept(self, records: Iterable[Mapping[str, Any]], place: Path) -> list[Mapping[str, Any]]:
        """The records that tell something once: of rendered files those on Kubernetes, of templates all others."""
        raw = frozenset(self.templates.values())
        found = []
        for record in records:
            path = relative_path(str(record.get("path", record.get("unreadable"))), place, {})
            kubernetes = record["framework"] == "kubernetes"
            if (kubernetes or path not in self.templates) and not (kubernetes and path in raw):
                found.append(record)
        return found

    def told(self, findings: Iterable[Finding], place: Path) -> list[Finding]:
        """The findings at their templates, and one for every chart that was not looked at."""
        found = [
            at_template(finding, place, self.templates[finding.path]) if finding.path in self.templates else finding
            for finding in findings
        ]
        title = "Helm chart was not rendered, so its templates were not checked"
        for chart, why in self.missing.items():
            path = PurePosixPath(chart, "Chart.yaml").as_posix()
            found.append(Finding(INCOMPLETE, Severity.LOW, title, path, SOURCE, line=1, detail=why))
        return found


def helm_command(environment: Path | None) -> list[str | Path] | None:
    """How charts are rendered: ``helm`` on PATH, or the Python of Helm's environment; None where there is neither."""
    if program := shutil.which("helm"):
        return [program]
    return [environment, "-I", PROGRAM] if environment else None


def render_charts(place: Path, command: Sequence[str | Path] | None, sandbox: Runner) -> Rendered:
    """Render every chart below ``place`` (a copy that may be written to) with its own values."""
    rendered = Rendered()
    for number, chart in enumerate(_charts(place)):
        name = chart.relative_to(place).as_posix()
        if command is None or number >= MOST:
            rendered.missing[name] = NOT_INSTALLED if command is None else f"only {MOST} charts are rendered"
            continue
        out = Path(tempfile.mkdtemp(prefix="rendered-", dir=place))
        done = sandbox.run(_words(command, chart, out), workdir=place, read_only=_parents(command), timeout=TIMEOUT)
        if done.exit_code:
            last = (done.stderr.strip().splitlines() or ["it gives no reason"])[-1]
            rendered.missing[name] = f"Helm refuses it: {last.replace(f'{place}/', '')[:300]}"
            shutil.rmtree(out)
            continue
        rendered.templates |= dict(_templates(place, out, name))
    return rendered


def at_template(finding: Finding, place: Path, template: str) -> Finding:
    """The finding of a rendered file at its template: the line of the same object's ``kind``, if that can be told."""
    rendered = (place / finding.path).read_text("utf-8", "replace")
    text = (place / template).read_text("utf-8", "replace")
    line = None
    theirs = list(KIND.finditer(text))
    if finding.line and KIND.findall(rendered) == [found[1] for found in theirs]:
        lines = rendered.splitlines(keepends=True)
        end = sum(map(len, lines[: finding.end_line or finding.line]))
        before = sum(1 for found in KIND.finditer(rendered) if found.start() < end)
        line = text.count("\n", 0, theirs[before - 1].start()) + 1 if before else None
    return replace(finding, path=template, line=line, end_line=line)


def _charts(place: Path) -> Iterator[Path]:
    """Folders of charts that can be rendered by themselves: no libraries, none that is part of another one."""
    for file in sorted(place.rglob("Chart.yaml")):
        parents = file.parent.relative_to(place).parents
        inner = any((place / parent / "Chart.yaml").exists() for parent in parents)
        if not inner and not LIBRARY.search(file.read_text("utf-8", "replace")):
            yield file.parent


def _words(command: Sequence[str | Path], chart: Path, out: Path) -> list[str | Path]:
    if command[-1] == PROGRAM:
        return [*command, chart, out]
    return [*command, "template", "release", chart, "--output-dir", out]


def _parents(command: Sequence[str | Path]) -> list[Path]:
    """What the sandbox must see: the environment and the program, or the folder of ``helm``."""
    first = Path(command[0])
    return [first.parent.parent, PROGRAM.parent] if command[-1] == PROGRAM else [first.resolve().parent]


def _templates(place: Path, out: Path, chart: str) -> Iterator[tuple[str, str]]:
    for file in sorted(out.rglob("*")):
        if file.is_file():
            inside = PurePosixPath(chart, *file.relative_to(out).parts[1:]).as_posix()
            if (place / inside).is_file():
                yield file.relative_to(place).as_posix(), inside
