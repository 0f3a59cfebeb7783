"""The JSON Schema of ``.agents.yml``, for editors; ``tools/build_reference.py`` writes it.

Keys and choices come from the reader of the file, what they mean from the reference page. The reader is the judge: it
also takes a number in quotes, and it knows YAML 1.1's unquoted ``off`` from a text, which no schema can.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.knowledge.commands import FRAMEWORKS, IN_COMMENTS
from app.pipeline.policy_file import (
    ALLOW_KEYS,
    AUTO_KEYS,
    BUDGET_KEYS,
    BY_ITSELF,
    GATE_KEYS,
    KEYS,
    LANGUAGES,
    LARGEST,
    REASONER_KEYS,
    REASONERS,
    ROLES,
    SEVERITIES,
    SPENDING_KEYS,
    TAG_KEYS,
    WAIVER_KEYS,
    WAIVER_NEEDS,
)

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "policy.md"
ADDRESS = "https://raw.githubusercontent.com/iac-agents/iac-agents/main/docs/reference/agents.schema.json"
ROW = re.compile(r"^\| `([^`]+)` \| .+? \| (.+?) \| (.*?) \|$", re.MULTILINE)
Schema = dict[str, Any]

TEXT: Schema = {"type": ["string", "number"], "pattern": r"\S"}
TEXTS: Schema = {"type": "array", "items": TEXT}
DATE: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
AMOUNT: Schema = {"type": "number", "minimum": 0, "maximum": int(LARGEST)}
OFF: Schema = {"enum": [False, "off"]}
SWITCH: Schema = {"enum": [True, False, "on", "off", "yes", "no"]}


def _choice(*names: str) -> Schema:
    return {"enum": list(names)}


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _object(properties: Mapping[str, Schema], *needed: str) -> Schema:
    required = {"required": list(needed)} if needed else {}
    return {"type": "object", "properties": dict(properties), "additionalProperties": False, **required}


def policy_schema() -> str:
    """The schema as JSON text."""
    gate = {"fail_on": _choice(*SEVERITIES), "frameworks": _list(_choice(*FRAMEWORKS))}
    waiver = {key: DATE if key == "expires" else TEXT for key in WAIVER_KEYS}
    allowed = {"users": TEXTS, "teams": TEXTS, "roles": _list(_choice(*ROLES))}
    by_itself = _choice(*BY_ITSELF)
    auto = {
        "pull_request": {"anyOf": [by_itself, _list(by_itself), SWITCH]},
        "issue": {"anyOf": [_choice("run"), SWITCH]},
        "paths": TEXTS,
        "drafts": SWITCH,
    }
    tag = {"name": TEXT, "values": TEXTS}
    thinking = {
        "use": _choice(*REASONERS),
        "keep_back": TEXTS,
        "budget": _object(dict.fromkeys(SPENDING_KEYS, AMOUNT)),
    }
    top = {
        "version": {"enum": [1, "1"]},
        "stacks": TEXTS,
        "ignore": TEXTS,
        "language": _choice(*LANGUAGES),
        "gate": _object({key: gate[key] for key in GATE_KEYS}),
        "waivers": _list(_object(waiver, *WAIVER_NEEDS)),
        "allow": _object(
            {name: {**_object({key: allowed[key] for key in ALLOW_KEYS}), "minProperties": 1} for name in IN_COMMENTS}
        ),
        "auto": {"anyOf": [OFF, _object({key: auto[key] for key in AUTO_KEYS})]},
        "required_tags": _list({"anyOf": [TEXT, _object({key: tag[key] for key in TAG_KEYS}, "name")]}),
        "regions": TEXTS,
        "budget": _object(dict.fromkeys(BUDGET_KEYS, AMOUNT)),
        "reasoner": {"anyOf": [_choice(*REASONERS), _object({key: thinking[key] for key in REASONER_KEYS})]},
    }
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": ADDRESS,
        "$comment": "Made by tools/build_reference.py; change the code, not this file.",
        "title": ".agents.yml",
        **_object({key: top[key] for key in KEYS}),
    }
    return json.dumps(_explained(schema, _meanings()), indent=1, ensure_ascii=False) + "\n"


def _meanings() -> dict[str, str]:
    """What each key means, by its name on the reference page, without links."""
    rows = ROW.findall(PAGE.read_text("utf-8"))
    told = {key: re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", meaning) for key, meaning, _ in rows}
    defaults = {key: f" Default: {default.strip('`')}." for key, _, default in rows if default not in {"", "as below"}}
    return {key: meaning + defaults.get(key, "") for key, meaning in told.items()}


def _explained(schema: Schema, meanings: Mapping[str, str], path: str = "") -> Schema:
    """The same with a ``description`` on each key that the page explains."""
    if "anyOf" in schema:
        return {**schema, "anyOf": [_explained(one, meanings, path) for one in schema["anyOf"]]}
    if "properties" not in schema:
        return schema
    properties = {}
    for key, value in schema["properties"].items():
        name = f"{path}{key}"
        generic = name.replace(f"allow.{key}", "allow.<command>") if path == "allow." else name
        told = {"description": meanings[generic]} if generic in meanings else {}
        properties[key] = {**told, **_explained(value, meanings, f"{generic}.")}
    return {**schema, "properties": properties}
