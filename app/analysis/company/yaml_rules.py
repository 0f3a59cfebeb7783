"""Reads the company's rules in YAML (docs/reference/policy-rules.md); tells every problem with its line."""

import re
from collections.abc import Mapping
from typing import Any

import yaml

from app.analysis.nodes import NodeReader, cut
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
Scalar = str | int | float | bool


def read_rules(path: str, text: str) -> tuple[tuple[CompanyRule, ...], tuple[PolicyProblem, ...]]:
    """The rules in a file, and what is wrong with it; a rule with something wrong is not among the rules."""
    reader = _Reader(path)
    node = reader.compose(text, aliases=False, most=MOST_NODES)
    rules = reader.rules(node) if node is not None else ()
    return rules, tuple(PolicyProblem(path, *problem) for problem in reader.problems)


class _Reader(NodeReader):
    """Turns nodes into rules."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path

    def rules(self, node: yaml.Node) -> tuple[CompanyRule, ...]:
        """The whole file."""
        fields = self.mapping(node, KEYS)
        if "version" in fields and self.text(fields["version"]) != VERSION:
            self.note(fields["version"], f"this version of agents reads version {VERSION}")
        if isinstance(node, yaml.MappingNode) and "rules" not in fields:
            self.note(node, "rules are missing")
        items = self.items(fields.get("rules"))
        if len(items) > MOST_RULES:
            self.note(items[MOST_RULES], f"there are more than {MOST_RULES} rules")
        return tuple(filter(None, map(self._rule, items[:MOST_RULES])))

    def _rule(self, node: yaml.Node) -> CompanyRule | None:
        before = len(self._noted)
        fields = self.mapping(node, RULE_KEYS)
        missing = [key for key in RULE_NEEDS if key not in fields]
        if missing and isinstance(node, yaml.MappingNode):
            self.note(node, f"a rule needs {', '.join(missing)}")
        texts = {key: self.text(fields[key]) for key in ("id", "title", "message", "mend") if key in fields}
        name = texts.get("id", "")
        if name and (not ID.match(name) or RESERVED.match(name)):
            self.note(fields["id"], f"{cut(name)} is no id of a rule of your own, like ACME_BUCKET_OWNER")
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
        return rule if len(self._noted) == before else None

    def _types(self, node: yaml.Node | None) -> tuple[str, ...]:
        items = [node] if isinstance(node, yaml.ScalarNode) else self.items(node)
        if node is not None and not items:
            self.note(node, "name at least one type")
        types = []
        for item in items:
            name = self.text(item)
            if name and not TYPE.match(name):
                self.note(item, f"{cut(name)} is no type of resource, like aws_s3_bucket or aws_db_*")
            types.append(name)
        return tuple(types)

    def _severity(self, node: yaml.Node | None) -> Severity:
        value = self.text(node) if node is not None else "high"
        if value not in SEVERITIES:
            self.note(node, f"{cut(value)} is not one of {', '.join(SEVERITIES)}")
            return Severity.HIGH
        return Severity.parse(value)

    def _conditions(self, node: yaml.Node | None, depth: int) -> tuple[Condition, ...]:
        if node is not None and depth < 1:
            self.note(node, f"conditions are nested more than {DEEPEST} deep")
            return ()
        items = [node] if isinstance(node, yaml.MappingNode) else self.items(node)
        if node is not None and not items:
            self.note(node, "name at least one condition")
        return tuple(one for item in items for one in self._condition(item, depth))

    def _condition(self, node: yaml.Node, depth: int) -> tuple[Condition, ...]:
        """The tests of one entry; several on one attribute must all hold."""
        fields = self.mapping(node, ("attribute", *TESTS, *GROUPS))
        groups = [name for name in GROUPS if name in fields]
        tests = [name for name in TESTS if name in fields]
        if groups:
            if len(fields) > 1:
                self.note(node, f"{groups[0]} stands alone in its entry")
            return (Condition(groups[0], conditions=self._conditions(fields[groups[0]], depth - 1)),)
        if "attribute" not in fields or not tests:
            if isinstance(node, yaml.MappingNode):
                self.note(node, f"a condition needs an attribute and one of {', '.join(TESTS)}; or all, or any")
            return ()
        attribute = self.text(fields["attribute"])
        if attribute and (not ATTRIBUTE.match(attribute) or ".." in attribute or attribute.endswith(".")):
            self.note(fields["attribute"], f"{cut(attribute)} is no attribute, like tags.owner or logging.bucket")
        return tuple(Condition(name, attribute, self._expected(name, fields[name])) for name in tests)

    def _expected(self, test: str, node: yaml.Node) -> Any:
        if test in {"in", "not_in"}:
            return tuple(self._scalar(item) for item in self.items(node))
        value = self._scalar(node)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if test == "exists" and not isinstance(value, bool):
            self.note(node, "true or false was expected")
        elif test in {"min", "max"} and not number:
            self.note(node, "a number was expected")
        elif test == "matches" and not isinstance(value, str):
            self.note(node, "a pattern like prod-* was expected")
        return value

    def _controls(self, node: yaml.Node | None) -> Mapping[str, tuple[str, ...]]:
        if node is None:
            return {}
        if not isinstance(node, yaml.MappingNode):
            self.note(node, "a mapping of frameworks to lists of controls was expected")
            return {}
        return {self.text(key): tuple(map(self.text, self.items(value))) for key, value in node.value}

    def _scalar(self, node: yaml.Node) -> Scalar | None:
        """A text, number, true or false, or null."""
        if not isinstance(node, yaml.ScalarNode):
            self.note(node, "one value was expected, no list or mapping")
            return None
        try:
            value = yaml.SafeLoader("").construct_object(node)
        except (yaml.YAMLError, ValueError):
            self.note(node, f"{cut(node.value)} cannot be read")
            return None
        return value if isinstance(value, str | int | float | bool) or value is None else str(node.value)
