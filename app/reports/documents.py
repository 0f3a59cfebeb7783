"""The documents of a stack: README, decision record, runbook, changelog entry; written anew, never appended twice."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.domain.architecture import Architecture
from app.domain.artifact import Artifact
from app.domain.finding import Finding
from app.domain.request import Request, Revision, Settlement
from app.domain.resources import REQUIRED, Resources
from app.knowledge.operations import advice_for
from app.reports.kept_request import REQUEST, render_kept
from app.reports.templating import render

CONCERN = "documentation"
MARK = re.compile(r"<!-- agents:files ([^>]*?) -->")
"""Hidden in the README: which files are the bot's, so that a later run can remove what it no longer writes."""


def render_documents(
    stack: str,
    request: Request,
    architecture: Architecture,
    resources: Resources,
    *,
    kept: Sequence[Finding],
    settled: Sequence[Settlement],
    files: Sequence[str],
    date: str,
    changelog: str,
    revisions: Sequence[Revision] = (),
    backend: str = "",
    overview: str = "",
    extended_by: str = "",
) -> tuple[Artifact, ...]:
    """``changelog`` is the text there is; ``kept`` the findings that stay with a reason; ``date`` an ISO day.

    ``revisions`` is what was asked to change since the request was made; ``backend`` where the state is kept, or empty;
    ``overview`` the marked paragraph of ``app.reports.overview``; ``extended_by`` the model that wrote code beyond what
    the resources say.
    """
    language = request.language if request.language in {"en", "es"} else "en"
    values: dict[str, Any] = {
        "request": request,
        "architecture": architecture,
        "variables": [_variable(variable) for variable in resources.variables],
        "outputs": resources.outputs,
        "environments": sorted(_environments(files)),
        "kept": _reasons(kept),
        "settled": settled,
        "components": _components(architecture),
        "advice": advice_for({resource.type for resource in resources.resources}, language),
        "date": date,
        "revisions": revisions,
        "backend": backend,
        "overview": overview,
        "extended_by": extended_by,
    }

    def document(name: str, template: str) -> Artifact:
        return Artifact(
            f"{stack}/{name}", _tidy(render(f"{language}/{template}.md.j2", **values)), "documentation", CONCERN
        )

    entry = _tidy(render(f"{language}/changelog.md.j2", **values))
    readme = document("README.md", "readme")
    return (
        replace(readme, content=f"{readme.content}\n{_mark(stack, files)}\n"),
        document("docs/decisions.md", "decisions"),
        document("docs/runbook.md", "runbook"),
        Artifact(f"{stack}/{REQUEST}", render_kept(request, revisions), "documentation", CONCERN),
        Artifact(f"{stack}/CHANGELOG.md", with_entry(changelog, entry), "documentation", CONCERN),
    )


def generated_files(stack: str, readme: str) -> tuple[str, ...]:
    """The files that the README of an earlier run says were generated, relative to the repository."""
    found = MARK.search(readme)
    return tuple(f"{stack}/{name}" for name in found[1].split()) if found else ()


def _mark(stack: str, files: Sequence[str]) -> str:
    names = sorted(path.removeprefix(f"{stack}/") for path in files if path.startswith(f"{stack}/"))
    return f"<!-- agents:files {' '.join(name for name in names if '--' not in name and ' ' not in name)} -->"


def with_mark_of(text: str, other: str) -> str:
    """The text with the hidden list of generated files that ``other`` has: the list is ours, whoever wrote the rest."""
    found = MARK.search(other)
    if found is None:
        return text
    if MARK.search(text):
        return MARK.sub(lambda _: found[0], text, count=1)
    return f"{text.rstrip()}\n\n{found[0]}\n"


def with_entry(changelog: str, entry: str) -> str:
    """The changelog with the entry on top; an entry with the same heading is replaced."""
    heading = entry.split("\n", 1)[0]
    sections = [s for s in re.split(r"(?m)^(?=## )", changelog) if s.startswith("## ")]
    kept = [section.rstrip() for section in sections if section.split("\n", 1)[0] != heading]
    return "\n\n".join(["# Changelog", entry.rstrip(), *kept]) + "\n"


def _components(architecture: Architecture) -> list[Mapping[str, str]]:
    return [
        {
            "label": component.name or component.label,
            "title": architecture.titles.get(component.id, component.kind),
            "count": f" × {component.count}" if component.count > 1 else "",
        }
        for component in architecture.components
    ]


def _variable(variable: Any) -> Mapping[str, str]:
    default = "" if variable.default is REQUIRED else _shown(variable.default)
    return {"name": variable.name, "type": variable.type, "description": variable.description, "default": default}


def _shown(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value).replace("'", '"')


def _environments(files: Sequence[str]) -> set[str]:
    return {match[1] for path in files if (match := re.search(r"/environments/([^/]+)\.tfvars$", path))}


def _reasons(kept: Sequence[Finding]) -> list[Mapping[str, str]]:
    rows = {(f.rule, f.explained or f.waived or ""): f for f in kept}
    return [{"rule": rule, "title": f.title, "reason": reason} for (rule, reason), f in sorted(rows.items())]


def _tidy(text: str) -> str:
    """At most one empty line in a row, one newline at the end."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
