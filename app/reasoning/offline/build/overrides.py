"""What the request says of a resource wins over what the wiring gave it, as far as the provider's schema has it."""

import re
from collections.abc import Container, Iterable, Iterator
from typing import Any

from app.domain.request import Component
from app.domain.resources import Ref, Var
from app.knowledge.schemas import Attribute, Nested, schema_of
from app.reasoning.offline.build.check import expressions, fits, resource_problems
from app.reasoning.offline.build.ledger import Draft, Ledger
from app.reasoning.offline.build.paths import get_at, plain, set_at

REFERENCE = re.compile(r"(?P<address>(?:data\.)?[a-z][a-z0-9]*_\w+\.[\w-]+)\.(?P<path>[a-z]\w*(?:\[\d+\])?(?:\.\w+)*)")
VARIABLE = re.compile(r"var\.(?P<name>[A-Za-z_]\w*)")
REAL_ID = re.compile(r"arn:.+|[a-z]+-[0-9a-f]{8,17}|\d{12}")
"""What a resource's id or ARN looks like; anything else in such a place is someone's name for it."""
POINTING = ("_id", "_ids", "_arn", "_arns", "role", "subnets", "security_groups")
"""Ends of arguments that point at other resources."""

SOURCES = ("source_file", "source_dir", "source_content", "type", "output_path")
"""What an archive holds is the wiring's business: the files beside the code."""
IGNORED = frozenset({"tags", "count", "for_each", "provider", "depends_on", "lifecycle"})
"""Set by other means than an argument."""


class Overrides:
    """Applies arguments and tags of components; what the schema does not know is collected in ``not_understood``."""

    def __init__(self, ledger: Ledger, variables: Container[str] = ()) -> None:
        self._ledger = ledger
        self._variables = variables
        self.not_understood: list[str] = []

    def apply(self, component: Component, draft: Draft, others: Iterable[Draft] = ()) -> None:
        """Put a component's arguments on its resource; one that only another of its resources has goes there."""
        homes = [draft, *(other for other in others if other.address != draft.address)]
        before = {home.address: plain(home.body) for home in homes}
        placed: dict[str, list[str]] = {}
        for path, value in component.arguments.items():
            if path.partition(".")[0] in IGNORED:
                continue
            wanted = self._value(value)
            home = next((home for home in homes if self._takes(home, path, wanted)), None)
            if home is None:
                self.not_understood.append(f"{component.label}: {path}")
                continue
            placed.setdefault(home.address, []).append(path)
            if not _is_name_of_what_is_there(path, wanted, get_at(home.body, path)):
                set_at(home.body, path, wanted)
        for home in homes:
            self._take_back(component, home, before[home.address], placed.get(home.address, []))
        self.tag(component, draft)

    def report(self, component: Component, draft: Draft) -> None:
        """Collect the arguments that the schema writer found no place for on the resource it wrote."""
        for path in component.arguments:
            block = schema_of(draft.type, data=draft.data)
            there = block.at(_without_indexes(path)) if block else None
            settable = there.settable if isinstance(there, Attribute) else isinstance(there, Nested)
            if path.partition(".")[0] not in IGNORED and not settable:
                self.not_understood.append(f"{component.label}: {path}")

    def tag(self, component: Component, draft: Draft) -> None:
        """Put a component's tags on its resource, where the type has tags."""
        if component.tags and "tags" in _attributes(draft):
            given = draft.body.get("tags")
            draft.body["tags"] = {**(given if isinstance(given, dict) else {}), **component.tags}

    def _take_back(self, component: Component, draft: Draft, before: dict[str, Any], paths: list[str]) -> None:
        """Undo arguments that leave a block without what it must have (half a block is worse than none)."""
        if not paths:
            return
        wrong = {text.split(" ")[0].partition(".")[0] for text in resource_problems(draft.resource())}
        for path in paths:
            top = path.partition(".")[0]
            if "." in path and top in wrong:
                set_at(draft.body, top, before.get(top))
                self.not_understood.append(f"{component.label}: {path}")

    def _takes(self, draft: Draft, path: str, value: Any) -> bool:
        block = schema_of(draft.type, data=draft.data)
        there = block.at(_without_indexes(path)) if block else None
        if draft.data and path in SOURCES:
            return False
        if isinstance(there, Attribute):
            return there.settable and fits(there.type, value)
        return isinstance(there, Nested) and isinstance(value, dict | list)

    def _value(self, value: Any) -> Any:
        """A text that is the address of an attribute in this graph becomes the reference it means."""
        if isinstance(value, list):
            return [self._value(one) for one in value]
        if not isinstance(value, str):
            return value
        text = value.removeprefix("${").removesuffix("}")
        variable = VARIABLE.fullmatch(text)
        if variable and variable["name"] in self._variables:
            return Var(variable["name"])
        match = REFERENCE.fullmatch(text)
        if match and match["address"] in self._ledger:
            draft = self._ledger.get(match["address"])
            block = schema_of(draft.type, data=draft.data)
            first = re.split(r"[.\[]", match["path"])[0]
            if block is not None and block.at(first) is not None and draft.single:
                return Ref(match["address"], match["path"])
        return value


def _is_name_of_what_is_there(path: str, wanted: Any, there: Any) -> bool:
    """Whether the request only names (``vpc_id main``) what the wiring refers to already."""
    texts = wanted if isinstance(wanted, list) else [wanted]
    refers = any(isinstance(one, Ref) for one in expressions(there))
    named = all(isinstance(text, str) and not REAL_ID.fullmatch(text) for text in texts)
    return refers and named and path.endswith(POINTING)


def _without_indexes(path: str) -> str:
    return ".".join(step for step in path.split(".") if not step.isdigit())


def _attributes(draft: Draft) -> Iterator[str]:
    block = schema_of(draft.type, data=draft.data)
    return iter(block.attributes if block else ())
