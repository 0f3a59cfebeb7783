"""checkov's records as findings: severities from our data, relative paths, one finding per place and address."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.domain.finding import Finding, Severity
from app.knowledge.controls import controls_of
from app.knowledge.rules import WHY, checkov_rules
from app.knowledge.severity import severity_of
from app.toolchains.secrets.leaks import Leak, only_names

SOURCE = "checkov"
SECRETS = "secrets"
PRIVATE_KEY = "CKV_SECRET_13"
BY_ENTROPY = frozenset({"CKV_SECRET_2", "CKV_SECRET_6", "CKV_SECRET_19", "CKV_SECRET_80"})
"""Rules that also fire on names and on the examples of AWS's documentation."""
HARD_CODED = frozenset({"CKV_AWS_41", "CKV_AWS_45", "CKV_AWS_46"})
"""Rules that say of a whole block that a secret is in it; a scan for secrets names the line, which says more."""
IMPERATIVES = ("Ensure ", "Minimize ", "Do not ", "Apply ", "Use ", "Prefer ", "Limit ", "Disallow ")
"""How the titles of checks begin that say what to do."""
PIPELINES: Mapping[str, str] = {
    "CKV_GHA_3": "send nothing secret with curl, and only to hosts that are named in the workflow",
    "CKV_GHA_4": "remove the connection, and look for who brought it in",
    "CKV_GHA_5": "sign what is built with cosign",
    "CKV_GHA_6": "attest a bill of materials with cosign",
    "CKV_GHA_7": "take no inputs in `workflow_dispatch` that change what is built",
}
"""How to mend what checkov finds in pipelines, where its titles do not say it."""
INCOMPLETE = "AGT_SCAN_INCOMPLETE"
UNREADABLE = "AGT_SCAN_UNREADABLE"
LEAKED = (
    "Whoever reads the repository can use it. Revoke it, keep the new one in a secret store, and refer to it from "
    "there."
)


def findings_of(
    records: Iterable[Mapping[str, Any]], root: Path, names: Mapping[str, str], advice: Callable[[str], str]
) -> list[Finding]:
    """Findings in order of path, line and rule. ``root`` is the scanned copy, ``names`` its renamed files."""
    found: dict[tuple[str, str, int | None, str], Finding] = {}
    for record in records:
        finding = _unreadable(record, root, names) if "unreadable" in record else _finding(record, root, names, advice)
        found.setdefault((finding.rule, finding.path, finding.line, finding.resource), finding)
    return sorted(found.values(), key=lambda item: (item.path, item.line or 0, item.rule, item.resource))


def with_leaks(
    findings: Iterable[Finding], found: Mapping[str, Sequence[Leak]], line_of: Callable[[str, int], str]
) -> list[Finding]:
    """Findings with our own scan for secrets worked in.

    Both scans on one line are one finding, checkov's, with ours as alias. What checkov takes for a secret because of
    its entropy alone is left out where the line holds nothing but names. ``found`` goes by path, ``line_of`` gives a
    line of a file.
    """
    ours = {(path, leak.line): leak for path, items in found.items() for leak in items}
    merged: list[Finding] = []
    for finding in findings:
        line = finding.line or 0
        leak = ours.pop((finding.path, line), None) if finding.source == SECRETS else None
        if finding.rule == PRIVATE_KEY:  # reported one line below the key's first
            leak = leak or ours.pop((finding.path, line - 1), None)
        if leak:
            merged.append(replace(finding, aliases=(leak.rule,)))
        elif finding.rule not in BY_ENTROPY or not only_names(line_of(finding.path, line)):
            merged.append(finding)
    for (path, line), leak in ours.items():
        merged.append(
            Finding(
                leak.rule,
                Severity.CRITICAL,
                leak.title,
                path,
                SECRETS,
                line=line,
                end_line=line,
                detail=LEAKED,
                controls=controls_of(leak.rule),
            )
        )
    return sorted(_named(merged), key=lambda item: (item.path, item.line or 0, item.rule, item.resource))


def _named(findings: Sequence[Finding]) -> list[Finding]:
    """Secrets by their lines; what is said of the whole block becomes an alias, and tells the resource."""
    secrets = [one for one in findings if one.source == SECRETS]
    blocks = [one for one in findings if one.rule in HARD_CODED and any(_encloses(one, secret) for secret in secrets)]
    others = [one for one in findings if one.source != SECRETS and one not in blocks]
    return [*others, *(_within(secret, [one for one in blocks if _encloses(one, secret)]) for secret in secrets)]


def _within(secret: Finding, blocks: Sequence[Finding]) -> Finding:
    if not blocks:
        return secret
    waived = next((one for one in (secret, *blocks) if one.waived is not None), secret)
    return replace(
        secret,
        resource=blocks[0].resource,
        aliases=tuple(dict.fromkeys((*secret.aliases, *(one.rule for one in blocks)))),
        waived=waived.waived,
        waived_in=waived.waived_in,
    )


def _encloses(block: Finding, inner: Finding) -> bool:
    return block.path == inner.path and (block.line or 0) <= (inner.line or 0) <= (block.end_line or 0)


def trouble_findings(troubles: Mapping[str, str], left_out: Iterable[str]) -> list[Finding]:
    """What was not looked at, as findings: a scan that broke must not read as a clean one."""
    found = [
        Finding(
            INCOMPLETE,
            Severity.HIGH,
            f"The {framework} scan broke off, so its findings are missing",
            ".",
            SOURCE,
            detail=why,
        )
        for framework, why in sorted(troubles.items())
    ]
    for path in left_out:
        title = "File was not scanned: too large, unreadable or beyond the limit of files"
        found.append(Finding(INCOMPLETE, Severity.LOW, title, path, SOURCE))
    return found


def _unreadable(record: Mapping[str, Any], root: Path, names: Mapping[str, str]) -> Finding:
    path = relative_path(str(record["unreadable"]), root, names)
    detail = "Nothing in this file was checked. Correct its syntax and scan again."
    return Finding(
        UNREADABLE, Severity.HIGH, "File cannot be parsed, so it was not scanned", path, SOURCE, detail=detail
    )


def _finding(record: Mapping[str, Any], root: Path, names: Mapping[str, str], advice: Callable[[str], str]) -> Finding:
    rule = str(record["rule"])
    secret = rule.startswith("CKV_SECRET_")
    finding = Finding(
        rule=rule,
        severity=severity_of(rule),
        title=f"{record['title']} in the code" if secret else str(record["title"]),
        path=relative_path(str(record["path"]), root, names),
        source=SECRETS if secret else SOURCE,
        line=_line(record["line"]),
        end_line=_line(record["end_line"]) if _line(record["line"]) else None,
        resource=_resource(str(record["resource"]), root),
        detail=LEAKED if secret else _detail(rule, str(record["title"]), advice(rule)),
        controls=controls_of(rule),
    )
    waived = record.get("waived")
    if waived is None:
        return finding
    return replace(finding, waived=f"{str(waived).strip() or 'no reason given'} (checkov:skip)", waived_in="code")


def _detail(rule: str, title: str, mend: str) -> str:
    """Why it matters, and how to mend it: at worst what the check's own title asks for."""
    known = checkov_rules().get(rule)
    why = known.why if known else WHY["supply chain" if "_GHA_" in rule else "general security"]
    if rule in PIPELINES:
        mend = f"To mend it, {PIPELINES[rule]}."
    elif not mend and title.startswith(IMPERATIVES):
        mend = f"To mend it, {title[0].lower()}{title[1:].rstrip('.')}."
    return f"{why} {mend}".strip()


def relative_path(path: str, root: Path, names: Mapping[str, str]) -> str:
    """The original's path relative to the reviewed folder, whatever form checkov reported the copy's in."""
    text = path
    for prefix in (str(root), str(root).lstrip("/")):
        if text.startswith(prefix):
            text = text.removeprefix(prefix)
            break
    text = text.lstrip("/") or "."
    return names.get(text, text)


def _resource(resource: str, root: Path) -> str:
    """The address; some checks put the copy's own path into it."""
    return resource.replace(f"{root}/", "").replace(f"{str(root).lstrip('/')}/", "")


def _line(number: Any) -> int | None:
    return number if isinstance(number, int) and number >= 1 else None
