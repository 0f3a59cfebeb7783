"""``aws_iam_policy_document``, rendered as the provider renders it.

Statements of source documents come first, the document's own override those with the same Sid, and override
documents come last. Lists of one element become that element, longer ones are sorted in reverse, and keys keep the
provider's order.
"""

import json
import zlib
from collections.abc import Mapping
from typing import Any

from app.domain.errors import Failure
from app.toolchains.simulator.provider import Subject

DOING = "rendering an IAM policy document"
LISTS = (
    ("Action", "actions"),
    ("NotAction", "not_actions"),
    ("Resource", "resources"),
    ("NotResource", "not_resources"),
)
# Go's JSON encoder escapes what HTML could misread.
ESCAPES = {"&": "\\u0026", "<": "\\u003c", ">": "\\u003e", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def read_policy_document(subject: Subject) -> Mapping[str, Any]:
    """The document as JSON, indented and on one line."""
    values = subject.values
    version = values.get("version") or "2012-10-17"
    document: dict[str, Any] = {"Version": version, "Id": values.get("policy_id") or "", "Statement": []}
    for source in values.get("source_policy_documents") or ():
        _append(document, _parsed(source))
    own = [_statement(block, version) for block in values.get("statement") or ()]
    _merge(document["Statement"], _unique(own))
    for override in values.get("override_policy_documents") or ():
        parsed = _parsed(override)
        _merge(document["Statement"], _statements(parsed))
        document["Id"] = parsed.get("Id") or document["Id"]
        document["Version"] = parsed.get("Version") or document["Version"]
    if not document["Id"]:
        del document["Id"]
    indented = _escaped(json.dumps(document, indent=2, ensure_ascii=False))
    minified = _escaped(json.dumps(document, separators=(",", ":"), ensure_ascii=False))
    return {"json": indented, "minified_json": minified, "id": str(_crc(indented)), "version": version}


def _crc(text: str) -> int:
    """The provider's identifier of a document is the CRC-32 of its text."""
    return zlib.crc32(text.encode())


def _escaped(text: str) -> str:
    for character, escape in ESCAPES.items():
        text = text.replace(character, escape)
    return text


def _parsed(source: Any) -> dict[str, Any]:
    if not source:
        return {}
    try:
        parsed = json.loads(source)
    except ValueError as error:
        raise Failure(DOING, f"a source document is not JSON: {error}") from error
    if not isinstance(parsed, dict):
        raise Failure(DOING, "a source document is not a JSON object")
    return parsed


def _statements(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = document.get("Statement") or []
    return [found] if isinstance(found, dict) else list(found)


def _append(document: dict[str, Any], source: Mapping[str, Any]) -> None:
    """Adds a source document; two sources may not use one Sid."""
    taken = {statement.get("Sid") for statement in document["Statement"] if statement.get("Sid")}
    for statement in _statements(source):
        if statement.get("Sid") in taken:
            raise Failure(DOING, f"duplicate Sid {statement['Sid']} in source_policy_documents")
        document["Statement"].append(_ordered(statement))
    document["Id"] = source.get("Id") or document["Id"]


def _merge(statements: list[dict[str, Any]], more: list[dict[str, Any]]) -> None:
    """Puts statements in the place of those with the same Sid, the others at the end."""
    for statement in more:
        sid = statement.get("Sid")
        places = [index for index, each in enumerate(statements) if sid and each.get("Sid") == sid]
        if places:
            statements[places[0]] = _ordered(statement)
        else:
            statements.append(_ordered(statement))


def _unique(statements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    seen: set[str] = set()
    for statement in statements:
        sid = statement.get("Sid")
        if sid and sid in seen:
            raise Failure(DOING, f"duplicate Sid {sid}", "Give each statement its own sid, or none.")
        seen.add(sid or "")
    return statements


ORDER = (
    "Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition",
)  # fmt: skip


def _ordered(statement: Mapping[str, Any]) -> dict[str, Any]:
    known = {key: statement[key] for key in ORDER if statement.get(key) not in (None, "", [], {})}
    return {**known, **{key: value for key, value in statement.items() if key not in ORDER}}


def _statement(block: Mapping[str, Any], version: str) -> dict[str, Any]:
    out: dict[str, Any] = {"Sid": block.get("sid") or "", "Effect": block.get("effect") or "Allow"}
    for key, name in LISTS:
        if block.get(name):
            out[key] = _list([_interpolated(text, version) for text in block[name]])
    for key, name in (("Principal", "principals"), ("NotPrincipal", "not_principals")):
        if block.get(name):
            out[key] = _principals(block[name], version)
    if block.get("condition"):
        out["Condition"] = _conditions(block["condition"], version)
    return out


def _interpolated(text: Any, version: str) -> str:
    """``&{x}`` stands for ``${x}``, which Terraform would read itself."""
    words = str(text)
    if "&{" in words and version == "2008-10-17":
        raise Failure(DOING, f"found &{{ sequence in ({words}), which is not supported in document version 2008-10-17")
    return words.replace("&{", "${")


def _list(texts: list[str]) -> str | list[str]:
    return texts[0] if len(texts) == 1 else sorted(texts, reverse=True)


def _principals(blocks: list[Mapping[str, Any]], version: str) -> Any:
    found: dict[str, list[str]] = {}
    for block in blocks:
        identifiers = [_interpolated(text, version) for text in block.get("identifiers") or ()]
        found.setdefault(str(block.get("type")), []).extend(identifiers)
    if found == {"*": ["*"]}:
        return "*"
    return {kind: _list(identifiers) for kind, identifiers in sorted(found.items())}


def _conditions(blocks: list[Mapping[str, Any]], version: str) -> dict[str, Any]:
    found: dict[str, dict[str, list[str]]] = {}
    for block in blocks:
        values = [_interpolated(text, version) for text in block.get("values") or ()]
        found.setdefault(str(block.get("test")), {}).setdefault(str(block.get("variable")), []).extend(values)
    return {
        test: {variable: values[0] if len(values) == 1 else values for variable, values in sorted(variables.items())}
        for test, variables in sorted(found.items())
    }
