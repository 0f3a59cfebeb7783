"""Terraform's JSON form, read into the same structure as HCL; expressions are JSON text, places are lines only."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from app.toolchains.terraform.hcl import Attribute, Block, Source
from app.toolchains.terraform.hcl_lexer import HclError

_LABELS = {
    "resource": 2, "data": 2, "ephemeral": 2, "module": 1, "variable": 1, "output": 1, "provider": 1, "check": 1,
    "backend": 1, "provisioner": 1, "provider_meta": 1, "dynamic": 1,
}  # fmt: skip
_DEEPEST_JSON = 200
LARGEST_SEARCHED = 256 * 1024


def read_json(path: str, text: str) -> Source:
    """Read a ``.tf.json``, ``.tofu.json`` or ``.tfvars.json`` file. Never raises for odd text."""
    top = Block("", (), 1, end=len(text))
    error: HclError | None = None
    try:
        data = json.loads(text)
        if isinstance(data, dict):
            _fill_top(top, data, path, text)
        else:
            error = HclError(1, "the file holds no JSON object")
    except HclError as wrong:
        error = wrong
    except (ValueError, RecursionError) as wrong:
        error = HclError(getattr(wrong, "lineno", 1), str(wrong) or "nested too deeply")
    return Source(path, text, text, top, error)


def _fill_top(top: Block, data: Mapping[str, Any], path: str, text: str) -> None:
    if path.endswith(".tfvars.json"):
        _fill(top, data, text, 0)
        return
    for kind, content in data.items():
        top.blocks.extend(_json_blocks(kind, content, _LABELS.get(kind, 0), (), text))


def _json_blocks(kind: str, content: Any, labels: int, so_far: tuple[str, ...], text: str) -> Iterator[Block]:
    if isinstance(content, list):
        for item in content:
            yield from _json_blocks(kind, item, labels, so_far, text)
    elif isinstance(content, dict):
        if labels:
            for label, inner in content.items():
                yield from _json_blocks(kind, inner, labels - 1, (*so_far, label), text)
            return
        line = _line_of(so_far[-1] if so_far else kind, text)
        block = Block(kind, so_far, line, line)
        _fill(block, content, text, 0)
        yield block


def _fill(block: Block, content: Mapping[str, Any], text: str, depth: int) -> None:
    """In JSON an object may be an attribute or a block; both forms are kept, the schema decides later."""
    if depth > _DEEPEST_JSON:
        raise HclError(block.line, "nested too deeply")
    for name, value in content.items():
        if name == "//":
            continue
        line = _line_of(name, text)
        block.attributes[name] = Attribute(name, json.dumps(value), line, line)
        for inner in value if isinstance(value, list) else [value]:
            if not isinstance(inner, dict):
                continue
            labelled = inner.items() if name in _LABELS else [("", inner)]
            for label, body in labelled:
                if isinstance(body, dict):
                    nested = Block(name, (label,) if label else (), line, line)
                    _fill(nested, body, text, depth + 1)
                    block.blocks.append(nested)


def _line_of(key: str, text: str) -> int:
    """Where a key first stands; a large file, which is a generated one, is not searched for every key."""
    if len(text) > LARGEST_SEARCHED:
        return 1
    return text.count("\n", 0, max(text.find(json.dumps(key)), 0)) + 1
