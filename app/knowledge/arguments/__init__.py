"""What is known of provider arguments beyond the schema: usual values, references, principals, safe settings.

``types.json`` gives, per type, arguments that the type is always written with; ``names.json`` values of required
arguments by name (``family.name`` before ``name``); ``patterns.json`` last resorts by wildcard and schema type;
``roles.json`` who assumes the roles a type runs as; ``safety.json`` protective optional arguments. Values are literals
or the directives of the schema writer. Sources: the argument references of the AWS provider and the AWS API reference.
"""

import json
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from app.knowledge.schemas import Attribute

HERE = Path(__file__).parent


class Known:
    """The data of this folder, with the questions that are asked of it."""

    def __init__(self, files: Mapping[str, Any]) -> None:
        self._types: dict[str, Any] = files["types"]
        self._names: dict[str, Any] = files["names"]
        self._patterns: dict[str, Any] = files["patterns"]
        self._roles: dict[str, Any] = files["roles"]
        self._safety: dict[str, Any] = files["safety"]

    def usual(self, kind: str) -> dict[str, Any]:
        """The arguments a type is always written with, by dotted path; a value of null means *leave it out*."""
        entry = self._types.get(kind, {})
        return dict(self._types.get(entry, {})) if isinstance(entry, str) else dict(entry)

    def side_arguments(self, kind: str, side: str) -> dict[str, Any]:
        """What the far one of two resources of a type has that the near one has not."""
        sides: dict[str, Any] = self._patterns["sides"].get(kind, {})
        return dict(sides.get(side, {}))

    def companions(self, kind: str) -> tuple[str, ...]:
        """Types without which one of this type is not safe to run (the logging of a firewall)."""
        return tuple(self._safety["companions"].get(kind, ()))

    def shows_name_tag(self, kind: str) -> bool:
        """Whether the console names such a resource by its tag ``Name``."""
        return kind.startswith(tuple(self._safety["name_tag"]))

    def value(self, kind: str, path: str, name: str) -> Any:
        """The value of a required argument of this type or family; the more of the type a key names, the sooner it is
        taken. None where nothing that narrow is known."""
        words = kind.split("_")[1:]
        for size in range(len(words), 0, -1):
            prefix = "_".join(words[:size])
            for key in (f"{prefix}.{path}", f"{prefix}.{name}"):
                if key in self._names:
                    return self._names[key]
        return None

    def anywhere(self, name: str) -> Any:
        """The value of a required argument of that name, whatever the type; None where unknown."""
        return self._names.get(name)

    def safe(self, kind: str, path: str, attribute: Attribute) -> Any:
        """The protective value of an optional argument, or None."""
        if kind in self._safety["customer_key"] and path in self._safety["key_arguments"]:
            return "@key"
        if attribute.type != "bool" or kind in self._safety["except"].get(path, ()):
            return None
        return self._safety["switches"].get(path)

    def principal(self, kind: str, argument: str) -> Any:
        """The service principal (or principals) that a type's role trusts."""
        exact = self._roles["principals"].get(f"{kind}.{argument}")
        if exact:
            return exact
        words = kind.split("_")
        for size in range(len(words), 1, -1):
            found = self._roles["principals"].get("_".join(words[:size]))
            if found:
                return found
        return f"{words[1]}.amazonaws.com"

    def managed(self, kind: str, argument: str) -> tuple[str, ...]:
        """AWS managed policies that a type's role needs to work at all."""
        managed = self._roles["managed"]
        return tuple(managed.get(f"{kind}.{argument}", managed.get(kind, ())))

    def family_concern(self, kind: str) -> str:
        """The concern (and so the file) of a type that no service of the catalogue claims."""
        words = kind.split("_")
        for size in range(len(words), 1, -1):
            found = self._roles["concerns"].get("_".join(words[1:size]))
            if found:
                return str(found)
        return "operations"

    def name_form(self, kind: str) -> Mapping[str, Any]:
        """What a type demands of its name: ``limit`` in characters, ``form`` (``snake``, ``domain``, ``alias``…)."""
        form: Mapping[str, Any] = self._patterns["name_forms"].get(kind, {})
        return form

    def example(self, name: str) -> str:
        """An example of something that only the account's owner knows."""
        return str(self._patterns["examples"].get(name, f"{name.replace('_', '-')}-example"))

    def text(self, name: str) -> Any:
        """A value for a required text by its name, or None."""
        return self._match("text", name)

    def number(self, name: str) -> Any:
        """A value for a required number by its name."""
        return self._match("number", name)

    def switch(self, name: str) -> bool:
        """A value for a required flag by its name."""
        return bool(self._match("bool", name))

    def _match(self, section: str, name: str) -> Any:
        return next((value for pattern, value in self._patterns[section] if fnmatchcase(name, pattern)), None)


@cache
def known() -> Known:
    """The data, read once."""
    names = ("types", "names", "patterns", "roles", "safety")
    return Known({name: json.loads((HERE / f"{name}.json").read_text(encoding="utf-8")) for name in names})
