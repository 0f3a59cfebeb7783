"""Reads the company's rules in YAML (docs/reference/policy-rules.md); tells every problem with its line."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from app.domain.company import CompanyRule, Condition, PolicyProblem
from app.domain.finding import Severity

VERSION = "1"
KEYS = ("version", "rules")
RULE_KEYS = ("id", "title", "severity", "types", "when", "require", "message", "mend", "controls")
RULE_NEEDS = ("id", "title", "types")
TESTS = ("equals", "not", "in", "not_in", "matches", "exists", "min", "max")
GROUPS = ("all", "any")
SEVERITIES = tuple(str(severity) for severity in Severity)
ID = re.compile(r"[A-Za-z][\w.-]{1,79}\Z")
RESERVED = re.compile(r"AGT_|CKV|zizmor", re.IGNORECASE)
"""How the ids of other rules begin."""
TYPE = re.compile(r"[a-z*?][\w*?]{0,127}\Z")
ATTRIBUTE = re.compile(r"[A-Za-z_][^\s]{0,255}\Z")
DEEPEST = 8
"""Groups in groups."""
MOST_RULES = 500
MOST_NODES = 10_000
DEEPEST_NODE = 40
MOST_PROBLEMS = 50
LONGEST = 60
Scalar = str | int | float | bool


def read_rules(path: str, text: str) -> tuple[tuple[CompanyRule, ...], tuple[PolicyProblem, ...]]:
    """The rules in a file, and what is wrong with it; a rule with something wrong is not among the rules."""
    reader = _Reader(path)
    node = reader.parsed(text)
    rules = reader.rules(node) if node is not None else ()
    return rules, tuple(sorted(dict.fromkeys(reader.problems), key=lambda one: one.line or 0))


class _Reader:
    """Turns nodes into rules, and notes what does not fit."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.problems: list[PolicyProblem] = []

    def parsed(self, text: str) -> yaml.Node | None:
        """The document's node; None where it is empty or cannot be read, which is noted."""
        try:
            if not self._is_modest(text):
                return None
            node: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            self._at(mark.line + 1 if mark else 1, f"it is not YAML: {getattr(error, 'problem', None) or error}")
            return None
        return node

    def _is_modest(self, text: str) -> bool:
        """Whether the text can be read without harm; reading deep nesting takes the square of its depth."""
        depth = 0
        for number, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            wrong = (
                "aliases (*name) are not read; write the value out"
                if isinstance(event, yaml.AliasEvent)
                else "it is nested too deeply"
                if depth > DEEPEST_NODE
                else "it holds too much to be read; split it"
                if number > MOST_NODES
                else ""
            )
            if wrong:
                self._at(event.start_mark.line + 1 if event.start_mark else 1, wrong)
                return False
        return True

    def rules(self, node: yaml.Node) -> tuple[CompanyRule, ...]:
        """The whole file."""
        fields = self._mapping(node, KEYS)
        if "version" in fields and self._text(fields["version"]) != VERSION:
            self._note(fields["version"], f"this version of agents reads version {VERSION}")
        if isinstance(node, yaml.MappingNode) and "rules" not in fields:
            self._note(node, "rules are missing")
        items = self._items(fields.get("rules"))
        if len(items) > MOST_RULES:
            self._note(items[MOST_RULES], f"there are more than {MOST_RULES} rules")
        return tuple(filter(None, map(self._rule, items[:MOST_RULES])))

    def _rule(self, node: yaml.Node) -> CompanyRule | None:
        before = len(self.problems)
        fields = self._mapping(node, RULE_KEYS)
        missing = [key for key in RULE_NEEDS if key not in fields]
        if missing and isinstance(node, yaml.MappingNode):
            self._note(node, f"a rule needs {', '.join(missing)}")
        texts = {key: self._text(fields[key]) for key in ("id", "title", "message", "mend") if key in fields}
        name = texts.get("id", "")
        if name and (not ID.match(name) or RESERVED.match(name)):
            self._note(fields["id"], f"{_cut(name)} is no id of a rule of your own, like ACME_BUCKET_OWNER")
        rule = CompanyRule(
            id=name,
            title=texts.get("title", ""),
            types=self._types(fields.get("types")),
            severity=self._severity(fields.get("severity")),
            when=self._conditions(fields.get("when"), DEEPEST),
            require=self._conditions(fields.get("require"), DEEPEST),
            message=texts.get("message", ""),
            mend=texts.get("mend", ""),
            controls=self._controls(fields.get("controls")),
            path=self._path,
            line=node.start_mark.line + 1,
        )
        return rule if len(self.problems) == before else None

    def _types(self, node: yaml.Node | None) -> tuple[str, ...]:
        items = [node] if isinstance(node, yaml.ScalarNode) else self._items(node)
        if node is not None and not items:
            self._note(node, "name at least one type")
        types = []
        for item in items:
            name = self._text(item)
            if name and not TYPE.match(name):
                self._note(item, f"{_cut(name)} is no type of resource, like aws_s3_bucket or aws_db_*")
            types.append(name)
        return tuple(types)

    def _severity(self, node: yaml.Node | None) -> Severity:
        value = self._text(node) if node is not None else "high"
        if value not in SEVERITIES:
            self._note(node, f"{_cut(value)} is not one of {', '.join(SEVERITIES)}")
            return Severity.HIGH
        return Severity.parse(value)

    def _conditions(self, node: yaml.Node | None, depth: int) -> tuple[Condition, ...]:
        if node is not None and depth < 1:
            self._note(node, f"conditions are nested more than {DEEPEST} deep")
            return ()
        items = [node] if isinstance(node, yaml.MappingNode) else self._items(node)
        if node is not None and not items:
            self._note(node, "name at least one condition")
        return tuple(one for item in items for one in self._condition(item, depth))

    def _condition(self, node: yaml.Node, depth: int) -> tuple[Condition, ...]:
        """The tests of one entry; several on one attribute must all hold."""
        fields = self._mapping(node, ("attribute", *TESTS, *GROUPS))
        groups = [name for name in GROUPS if name in fields]
        tests = [name for name in TESTS if name in fields]
        if groups:
            if len(fields) > 1:
                self._note(node, f"{groups[0]} stands alone in its entry")
            return (Condition(groups[0], conditions=self._conditions(fields[groups[0]], depth - 1)),)
        if "attribute" not in fields or not tests:
            if isinstance(node, yaml.MappingNode):
                self._note(node, f"a condition needs an attribute and one of {', '.join(TESTS)}; or all, or any")
            return ()
        attribute = self._text(fields["attribute"])
        if attribute and (not ATTRIBUTE.match(attribute) or ".." in attribute or attribute.endswith(".")):
            self._note(fields["attribute"], f"{_cut(attribute)} is no attribute, like tags.owner or logging.bucket")
        return tuple(Condition(name, attribute, self._expected(name, fields[name])) for name in tests)

    def _expected(self, test: str, node: yaml.Node) -> Any:
        if test in {"in", "not_in"}:
            return tuple(self._scalar(item) for item in self._items(node))
        value = self._scalar(node)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if test == "exists" and not isinstance(value, bool):
            self._note(node, "true or false was expected")
        elif test in {"min", "max"} and not number:
            self._note(node, "a number was expected")
        elif test == "matches" and not isinstance(value, str):
            self._note(node, "a pattern like prod-* was expected")
        return value

    def _controls(self, node: yaml.Node | None) -> Mapping[str, tuple[str, ...]]:
        if node is None:
            return {}
        if not isinstance(node, yaml.MappingNode):
            self._note(node, "a mapping of frameworks to lists of controls was expected")
            return {}
        return {self._text(key): tuple(map(self._text, self._items(value))) for key, value in node.value}

    def _mapping(self, node: yaml.Node, known: Sequence[str]) -> dict[str, yaml.Node]:
        """The values of the keys that are known; the first of one that stands twice."""
        fields: dict[str, yaml.Node] = {}
        if not isinstance(node, yaml.MappingNode):
            self._note(node, f"a mapping with {', '.join(known)} was expected")
            return fields
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            if name not in known:
                self._note(key, f"unknown key {_cut(name)}; known: {', '.join(known)}")
            elif name in fields:
                self._note(key, f"{name!r} stands here a second time")
            else:
                fields[name] = value
        return fields

    def _items(self, node: yaml.Node | None) -> list[yaml.Node]:
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self._note(node, "a list was expected")
            return []
        return list(node.value)

    def _text(self, node: yaml.Node) -> str:
        """A text; empty where it is none, which is noted."""
        if not isinstance(node, yaml.ScalarNode) or node.tag.endswith((":null", ":bool")) or not node.value.strip():
            self._note(node, "a text was expected; quotes make one of anything")
            return ""
        return str(node.value)

    def _scalar(self, node: yaml.Node) -> Scalar | None:
        """A text, number, true or false, or null."""
        if not isinstance(node, yaml.ScalarNode):
            self._note(node, "one value was expected, no list or mapping")
            return None
        try:
            value = yaml.SafeLoader("").construct_object(node)
        except (yaml.YAMLError, ValueError):
            self._note(node, f"{_cut(node.value)} cannot be read")
            return None
        return value if isinstance(value, str | int | float | bool) or value is None else str(node.value)

    def _note(self, node: yaml.Node | None, wrong: str) -> None:
        self._at(node.start_mark.line + 1 if node else 1, wrong)

    def _at(self, line: int, wrong: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(PolicyProblem(self._path, line, wrong))


def _cut(value: str) -> str:
    return repr(value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…")
