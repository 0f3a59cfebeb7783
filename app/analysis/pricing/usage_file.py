"""Reads ``agents-usage.yml`` into a ``Usage``, in the shape that Infracost's usage files have::

version: 0.1
assume: medium                  # small, medium, large or none; of what is not told here
resource_type_default_usage:
  aws_lambda_function:
    monthly_requests: 1000000
resource_usage:
  aws_instance.web[*]:
    operating_system: linux
    cpu_max_percent: 35
  module.files.aws_s3_bucket.this:
    standard:
      storage_gb: 500
"""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

import yaml

from app.analysis.nodes import NodeReader, Problem, cut
from app.analysis.pricing.usage import SIZES, Keys, Size, Usage, Value, size
from app.domain.errors import UsageFailure

NAME = "agents-usage.yml"
VERSIONS = frozenset({"0.1", "v0.1"})
KEYS = ("version", "assume", "currency", "resource_type_default_usage", "resource_usage")
WORDS = frozenset({
    "api_throughput_limit", "architecture", "dx_connection_type", "endpoint_type", "instance_tier", "measured_on",
    "operating_system",
    "region", "reserved_instance_payment_option",
    "reserved_instance_term", "reserved_instance_type",
})  # fmt: skip
"""Keys whose values are words; all others are numbers."""
DEEPEST = 8
"""Mappings inside one another, for what a resource uses."""
MOST_KEYS = 20_000
"""Keys that are read; beyond that a few aliases stand for millions."""
LARGEST = Decimal(10) ** 15
"""The largest number that is read: no bill has a quantity like it."""


def read_usage(text: str, name: str = NAME) -> Usage:
    """The use that a file tells. Raises ``UsageFailure`` naming everything that is wrong with it, line by line."""
    usage, problems = parse_usage(text, name)
    if problems:
        told = "; ".join(f"line {line}: {wrong}" for line, wrong in problems)
        raise UsageFailure(f"reading {name}", told, "docs/guides/costs.md shows the file's shape")
    return usage


def parse_usage(text: str, name: str = NAME) -> tuple[Usage, tuple[Problem, ...]]:
    """The use, and what is wrong with the text."""
    reader = _Reader()
    usage = reader.usage(reader.compose(text), name)
    return usage, reader.problems


class _Reader(NodeReader):
    """Turns nodes into what is used."""

    def __init__(self) -> None:
        super().__init__()
        self._read = 0

    def usage(self, node: yaml.Node | None, name: str) -> Usage:
        """The whole file."""
        fields = self._mapping(node, "the file")
        for key, (line, _) in fields.items():
            if key not in KEYS:
                self._noted.append((line, f"unknown key {cut(key)}; known: {', '.join(KEYS)}"))
        self._choice(fields.get("version"), VERSIONS, "this version of agents reads version 0.1")
        self._choice(fields.get("currency"), {"USD"}, "prices are known in US dollars only: leave currency out")
        return Usage(
            types=self._entries(fields.get("resource_type_default_usage"), "resource_type_default_usage"),
            resources=self._entries(fields.get("resource_usage"), "resource_usage"),
            assume=self._assume(fields.get("assume")),
            source=name,
        )

    def _assume(self, field: tuple[int, yaml.Node] | None) -> Size:
        word = self._choice(field, set(SIZES), f"assume is one of {', '.join(SIZES)}")
        return size(word) or "medium"

    def _choice(
        self, field: tuple[int, yaml.Node] | None, choices: Sequence[str] | set[str] | frozenset[str], wrong: str
    ) -> str:
        if field is None:
            return ""
        line, node = field
        value = str(node.value) if isinstance(node, yaml.ScalarNode) else ""
        if value in choices:
            return value
        self._noted.append((line, f"{cut(value)}: {wrong}" if value else wrong))
        return ""

    def _entries(self, field: tuple[int, yaml.Node] | None, what: str) -> dict[str, Keys]:
        if field is None:
            return {}
        return {name: self._keys(node, name) for name, (_, node) in self._mapping(field[1], what).items()}

    def _keys(self, node: yaml.Node, what: str, before: str = "", depth: int = 1) -> Keys:
        """The keys of a resource, nested ones dotted; an empty value is as one that is not there."""
        found: dict[str, Value] = {}
        for key, (line, value) in self._mapping(node, what).items():
            self._read += 1
            if self._read > MOST_KEYS or depth > DEEPEST:
                self._noted.append((1, f"it has more than {MOST_KEYS} keys, or nests them over {DEEPEST} deep"))
                break
            if isinstance(value, yaml.MappingNode):
                found |= self._keys(value, key, f"{before}{key}.", depth + 1)
            elif (told := self._value(key, line, value)) is not None:
                found[f"{before}{key}"] = told
        return found

    def _value(self, key: str, line: int, node: yaml.Node) -> Value | None:
        if not isinstance(node, yaml.ScalarNode):
            self._noted.append((line, f"{cut(key)}: a number was expected, not a list"))
            return None
        text = str(node.value)
        if node.tag.endswith(":null"):
            return None
        if key in WORDS:
            return text
        try:
            number = Decimal(text.replace("_", ""))
        except InvalidOperation:
            self._noted.append((line, f"{cut(key)}: a number was expected, not {cut(text)}"))
            return None
        wrong = ""
        if not number.is_finite() or number < 0:
            wrong = f"{cut(key)}: zero or more was expected, not {cut(text)}"
        elif number > LARGEST:
            wrong = f"{cut(key)}: {cut(text)} is more than anybody uses"
        if wrong:
            self._noted.append((line, wrong))
        return None if wrong else number

    def _mapping(self, node: yaml.Node | None, what: str) -> dict[str, tuple[int, yaml.Node]]:
        """Line and value by key; the first of one that stands twice."""
        fields: dict[str, tuple[int, yaml.Node]] = {}
        if node is None or (isinstance(node, yaml.ScalarNode) and node.tag.endswith(":null")):
            return fields
        if not isinstance(node, yaml.MappingNode):
            self._noted.append((int(node.start_mark.line) + 1, f"{cut(what)}: keys with values were expected"))
            return fields
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            line = int(key.start_mark.line) + 1
            if name in fields:
                self._noted.append((line, f"{cut(name)} stands here a second time"))
            else:
                fields[name] = (line, value)
        return fields
