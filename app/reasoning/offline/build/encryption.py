"""The stack's customer-managed keys: one for each region in use, with a policy that names who may use it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.domain.resources import Json, Ref, Template
from app.knowledge.catalogue.base import End
from app.reasoning.offline.build.facts import Facts
from app.reasoning.offline.build.inputs import Inputs
from app.reasoning.offline.build.ledger import Ledger
from app.reasoning.offline.build.naming import physical_name

USE = ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*")
"""What a service must be able to do to encrypt and decrypt with the key."""

LOGS = "logs.amazonaws.com"


class Keys:
    """Keys by provider alias (empty for the stack's own region) and the service principals that must use them."""

    def __init__(self, ledger: Ledger, inputs: Inputs, facts: Facts) -> None:
        self._ledger = ledger
        self._inputs = inputs
        self._facts = facts
        self._principals: dict[str, list[str]] = {}
        self._addresses: dict[str, str] = {}

    def key(self, alias: str, principals: tuple[str, ...]) -> Ref:
        """The ARN of the region's key, made when first asked for."""
        known = self._principals.setdefault(alias, [])
        known.extend(principal for principal in principals if principal not in known)
        if alias not in self._addresses:
            self._addresses[alias] = self._make(alias)
        return Ref(self._addresses[alias], "arn")

    def lend(self, alias: str, end: End, principals: tuple[str, ...]) -> None:
        """Let services use a key that the request names itself; its own policy takes the statements."""
        statements = end.ports.extra["statements"]
        for statement in self._statements(alias, principals):
            if statement not in statements:
                statements.append(statement)

    def finish(self) -> None:
        """Write each key's policy, now that all users are known.

        It stands in the key itself: in a key policy the resource ``*`` is the key, and the account administers it
        through IAM.
        """
        for alias, address in self._addresses.items():
            root = Template(("arn:", self._facts.partition(), ":iam::", self._facts.account(), ":root"))
            account = {
                "sid": "AccountAdministersThroughIam",
                "actions": ["kms:*"],
                "resources": ["*"],
                "principals": [{"type": "AWS", "identifiers": [root]}],
            }
            statements = [account, *self._statements(alias, sorted(self._principals[alias]))]
            policy = {"Version": "2012-10-17", "Statement": [as_json(one) for one in statements]}
            self._ledger.set(address, "policy", Json(policy))

    def _statements(self, alias: str, principals: Iterable[str]) -> list[dict[str, Any]]:
        """A statement for each service principal, for this account only (the confused deputy)."""
        return [self._logs(alias) if one == LOGS else self._service(one) for one in principals]

    def _service(self, principal: str) -> dict[str, Any]:
        word = "".join(
            part.capitalize() for part in principal.removesuffix(".amazonaws.com").replace(".", "-").split("-")
        )
        return {
            "sid": f"Allow{word}",
            "actions": list(USE),
            "resources": ["*"],
            "principals": [{"type": "Service", "identifiers": [principal]}],
            "condition": [{"test": "StringEquals", "variable": "aws:SourceAccount", "values": [self._facts.account()]}],
        }

    def _logs(self, alias: str) -> dict[str, Any]:
        region, account, partition = self._facts.region(alias), self._facts.account(), self._facts.partition()
        pattern = Template(("arn:", partition, ":logs:", region, ":", account, ":log-group:*"))
        return {
            "sid": "AllowLogGroups",
            "actions": list(USE),
            "resources": ["*"],
            "principals": [{"type": "Service", "identifiers": [Template(("logs.", region, ".amazonaws.com"))]}],
            "condition": [{"test": "ArnLike", "variable": "kms:EncryptionContext:aws:logs:arn", "values": [pattern]}],
        }

    def _make(self, alias: str) -> str:
        label = f"main_{alias}" if alias else "main"
        window = self._inputs.variable(
            "kms_deletion_window_days",
            "number",
            "Days a deleted KMS key can still be restored (7 to 30).",
            by_environment={"dev": 14, "prod": 30},
        )
        address = self._ledger.add(
            "aws_kms_key",
            label,
            {
                "description": Template(("Encrypts the data of ", physical_name("stack").parts[0])),
                "enable_key_rotation": True,
                "deletion_window_in_days": window,
            },
            owner=None,
            service="",
            concern="security",
            provider=alias,
        )
        self._inputs.accept(
            "AGT_KEY_ONE_FOR_ALL",
            "One key serves the stack: its policy names the services that use it, for this account only, and whoever "
            "reads a store needs that store's own permission as well. Name a key for data that needs one of its own.",
            address,
        )
        self._ledger.add(
            "aws_kms_alias",
            label,
            {
                "name": Template(("alias/", physical_name("stack").parts[0])),
                "target_key_id": Ref(address, "key_id"),
            },
            owner=None,
            service="",
            concern="security",
            provider=alias,
        )
        return address


def as_json(statement: Mapping[str, Any]) -> dict[str, Any]:
    """A statement of ``Site.document`` in the form of a JSON policy."""
    result: dict[str, Any] = {"Sid": statement["sid"], "Effect": statement.get("effect", "Allow")}
    result["Principal"] = {who["type"]: _single(who["identifiers"]) for who in statement["principals"]}
    result["Action"] = _single(statement["actions"])
    result["Resource"] = _single(statement["resources"])
    if conditions := statement.get("condition"):
        result["Condition"] = {one["test"]: {one["variable"]: _single(one["values"])} for one in conditions}
    return result


def _single(values: Sequence[Any]) -> Any:
    return values[0] if len(values) == 1 else list(values)
