"""Reads the YAML of ``.agents.yml`` into a ``Policy``; collects every problem with its line, not only the first."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

import yaml

from app.analysis.nodes import NodeReader, Problem, cut
from app.domain.finding import Severity
from app.domain.policy import Allowed, Auto, Budget, Policy, ReasonerPolicy, RequiredTag, Waiver
from app.domain.publication import Role
from app.knowledge.commands import FRAMEWORKS, IN_COMMENTS

VERSION = "1"
LANGUAGES = ("en", "es")
SEVERITIES = tuple(str(severity) for severity in Severity)
KEYS = (
    "version",
    "stacks",
    "ignore",
    "language",
    "gate",
    "waivers",
    "allow",
    "auto",
    "required_tags",
    "regions",
    "budget",
    "reasoner",
)
LATER = ("apply", "real_plan")
"""Known, and refused until they are there."""
WAIVER_KEYS = ("rule", "path", "owner", "reason", "expires")
WAIVER_NEEDS = ("rule", "owner", "reason", "expires")
ALLOW_KEYS = ("users", "teams", "roles")
AUTO_KEYS = ("pull_request", "issue", "paths", "drafts")
GATE_KEYS = ("fail_on", "frameworks")
BUDGET_KEYS = ("monthly", "increase", "percent")
TAG_KEYS = ("name", "values")
REASONERS = ("claude", "offline")
REASONER_KEYS = ("use", "keep_back", "budget")
SPENDING_KEYS = ("run", "month")
ROLES: Mapping[str, Role] = {role.name.lower(): role for role in Role if role > Role.NONE}
ON = frozenset({"on", "true", "yes"})
"""YAML 1.1 reads them alike."""
LARGEST = Decimal(10) ** 12
"""US dollars or percent: no bill comes near it."""
BY_ITSELF = tuple(
    name
    for name, command in IN_COMMENTS.items()
    if (use := command.comment) and use.kind == "work" and not use.pushes and "pull_request" in use.places
)
"""What a pull request may start without anybody asking: what reads and never writes."""


def read_text(text: str) -> tuple[Policy, tuple[Problem, ...]]:
    """The policy, and what is wrong with the text. What is wrong has its default in the policy."""
    reader = _Reader()
    node = reader.compose(text)
    policy = reader.policy(node) if node is not None else Policy()
    return policy, reader.problems


class _Reader(NodeReader):
    """Turns nodes into values; None stands for a key that is not there."""

    def policy(self, node: yaml.Node) -> Policy:
        """The whole file."""
        fields = self.mapping(node, KEYS, LATER)
        self._version(fields.get("version"))
        gate = self.mapping(fields.get("gate"), GATE_KEYS)
        return Policy(
            stacks=self._texts(fields.get("stacks")),
            ignore=self._texts(fields.get("ignore")),
            language=self._choice(fields.get("language"), LANGUAGES, ""),
            fail_on=Severity.parse(self._choice(gate.get("fail_on"), SEVERITIES, "high")),
            waivers=tuple(filter(None, map(self._waiver, self.items(fields.get("waivers"))))),
            allow=self._allow(fields.get("allow")),
            auto=self._auto(fields.get("auto")),
            required_tags=tuple(filter(None, map(self._tag, self.items(fields.get("required_tags"))))),
            regions=self._texts(fields.get("regions")),
            budget=self._budget(fields.get("budget")),
            frameworks=self._frameworks(gate.get("frameworks")),
            reasoner=self._reasoner(fields.get("reasoner")),
        )

    def _tag(self, node: yaml.Node) -> RequiredTag | None:
        """``- owner``, or ``- name: env`` with the values that will do."""
        if isinstance(node, yaml.ScalarNode):
            name = self.text(node)
            return RequiredTag(name) if name else None
        fields = self.mapping(node, TAG_KEYS)
        if "name" not in fields:
            self.note(node, "a required tag needs a name")
            return None
        return RequiredTag(self.text(fields["name"]), self._texts(fields.get("values")))

    def _budget(self, node: yaml.Node | None) -> Budget:
        fields = self.mapping(node, BUDGET_KEYS)
        return Budget(**{key: self._amount(value) for key, value in fields.items()})

    def _amount(self, node: yaml.Node, unit: str = "US dollars or percent") -> Decimal | None:
        """A plain number, not below zero."""
        text = self.text(node)
        try:
            amount = Decimal(text)
        except InvalidOperation:
            amount = Decimal("NaN")
        if not text:
            return None
        if not amount.is_finite() or not 0 <= amount <= LARGEST:
            self.note(node, f"{cut(text)} is not a number of {unit}, like 250 or 12.5")
            return None
        return amount

    def _reasoner(self, node: yaml.Node | None) -> ReasonerPolicy:
        """``claude`` or ``offline``, or a mapping that also says what stays here and what it may cost."""
        if isinstance(node, yaml.ScalarNode):
            return ReasonerPolicy(self._choice(node, REASONERS, ""))
        fields = self.mapping(node, REASONER_KEYS)
        spending = self.mapping(fields.get("budget"), SPENDING_KEYS)
        return ReasonerPolicy(
            self._choice(fields.get("use"), REASONERS, ""),
            self._kept_back(fields.get("keep_back")),
            **{key: self._amount(value, "US dollars") for key, value in spending.items()},
        )

    def _kept_back(self, node: yaml.Node | None) -> tuple[str, ...]:
        """Globs; one that means something else than its writer thinks would let a secret out, so it is an error."""
        for item in self.items(node):
            if isinstance(item, yaml.ScalarNode) and (item.value.startswith("!") or "{" in item.value):
                self.note(
                    item, f"{cut(item.value)}: neither `!` nor `{{a,b}}` is read here, write a glob for each path"
                )
        return self._texts(node)

    def _frameworks(self, node: yaml.Node | None) -> tuple[str, ...]:
        chosen = (self._choice(item, FRAMEWORKS, "") for item in self.items(node))
        return tuple(dict.fromkeys(filter(None, chosen)))

    def _version(self, node: yaml.Node | None) -> None:
        if node is not None and self.text(node) not in {VERSION, ""}:
            self.note(node, f"this version of agents reads version {VERSION}")

    def _waiver(self, node: yaml.Node) -> Waiver | None:
        fields = self.mapping(node, WAIVER_KEYS)
        missing = [key for key in WAIVER_NEEDS if key not in fields]
        if missing and isinstance(node, yaml.MappingNode):
            self.note(node, f"a waiver needs {', '.join(missing)}")
        texts = {key: self.text(value) for key, value in fields.items()}
        if missing or not all(texts[key] for key in WAIVER_NEEDS):
            return None
        try:
            day = date.fromisoformat(texts["expires"])
        except ValueError:
            self.note(fields["expires"], f"{cut(texts['expires'])} is not a date like 2027-01-31")
            return None
        return Waiver(texts["rule"], texts["owner"], texts["reason"], day, texts.get("path", ""))

    def _allow(self, node: yaml.Node | None) -> Mapping[str, Allowed]:
        fields = self.mapping(node, tuple(IN_COMMENTS), what="command")
        return {name: self._allowed(value) for name, value in fields.items()}

    def _allowed(self, node: yaml.Node) -> Allowed:
        fields = self.mapping(node, ALLOW_KEYS)
        if not fields:
            self.note(node, f"say who: {', '.join(ALLOW_KEYS)}")
        users, teams = (self._texts(fields.get(key)) for key in ("users", "teams"))
        roles = [self._choice(item, tuple(ROLES), "") for item in self.items(fields.get("roles"))]
        role = min((ROLES[name] for name in roles if name), default=None)
        return Allowed(
            tuple(user.removeprefix("@") for user in users), tuple(team.removeprefix("@") for team in teams), role
        )

    def _auto(self, node: yaml.Node | None) -> Auto:
        if _switch(node) is False:
            return Auto((), "off")
        fields = self.mapping(node, AUTO_KEYS)
        return Auto(
            pull_request=self._started(fields.get("pull_request")),
            issue="off" if self._issue(fields.get("issue")) == "off" else "run",
            paths=self._texts(fields.get("paths")),
            drafts=self._flag(fields.get("drafts")),
        )

    def _started(self, node: yaml.Node | None) -> tuple[str, ...]:
        """The commands that a pull request starts: one name, a list, or ``off``."""
        if node is None or _switch(node) is not None:
            return () if _switch(node) is False else Auto().pull_request
        items = self.items(node) if isinstance(node, yaml.SequenceNode) else [node]
        return tuple(dict.fromkeys(filter(None, (self._choice(item, BY_ITSELF, "") for item in items))))

    def _issue(self, node: yaml.Node | None) -> str:
        switch = _switch(node)
        if switch is not None:
            return "run" if switch else "off"
        return self._choice(node, ("run", "off"), "run")

    def _flag(self, node: yaml.Node | None) -> bool:
        switch = _switch(node)
        if node is not None and switch is None:
            self.note(node, "true or false was expected")
        return bool(switch)

    def _texts(self, node: yaml.Node | None) -> tuple[str, ...]:
        return tuple(filter(None, map(self.text, self.items(node))))

    def _choice(self, node: yaml.Node | None, choices: Sequence[str], default: str) -> str:
        value = self.text(node) if node is not None else ""
        if value and value not in choices:
            self.note(node, f"{cut(value)} is not one of {', '.join(choices)}")
        return value if value in choices else default


def _switch(node: yaml.Node | None) -> bool | None:
    """What an unquoted ``on``, ``off`` and their like mean; None for anything else."""
    if not isinstance(node, yaml.ScalarNode) or not node.tag.endswith(":bool"):
        return None
    return node.value.lower() in ON
