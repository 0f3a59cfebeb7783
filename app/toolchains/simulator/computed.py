"""Fills in what the provider computes when an object is made: identifiers, ARNs, endpoints.

The shapes are data (`app/knowledge/schemas/computed/<provider>.json`): templates by resource type. A placeholder is

- an attribute of the object: ``{bucket}``; ``{arn>:}`` what follows the last ``:``; ``{url|https://|}`` with a text
  replaced; ``{secret_id:arn}`` only if it is an ARN (a list of templates tries one after the other);
- a place: ``{region} {region_code} {account} {partition} {suffix}``;
- a token (see `tokens`): ``{hex17} {b36_12} {uuid}``…

``@name`` is another attribute's value as it is; ``{"by": attribute, "prefix": {…}, "else": …}`` chooses by how an
attribute begins.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from app.knowledge.schemas import Block, Nested
from app.knowledge.schemas.computed import computed_tables
from app.toolchains.simulator import plausible
from app.toolchains.simulator.place import Place
from app.toolchains.simulator.tokens import NOW, Tokens
from app.toolchains.simulator.values import Unknown, has_unknown, known

PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
REFERENCE = re.compile(r"(?P<name>[a-z0-9_]+)(?:>(?P<after>.+)|\|(?P<old>[^|]+)\|(?P<new>[^|]*)|:(?P<only>arn))?")
# A certificate authority in the form EKS gives it: the base64 of a PEM text (configurations decode it and pass it on).
CERTIFICATE = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCnNpbXVsYXRlZAotLS0tLUVORCBDRVJUSUZJQ0FURS0tLS0tCg=="
LOAD_BALANCERS = {"network": "net", "gateway": "gwy"}


class Filler:
    """Makes the computed attributes of one object; each is made once and may be used by the others' templates."""

    def __init__(
        self,
        kind: str,
        block: Block,
        values: dict[str, Any],
        tokens: Tokens,
        place: Place,
        section: str = "resources",
    ) -> None:
        self.kind = kind
        self.block = block
        self.values = values
        self.tokens = tokens
        self.place = place
        self.templates = templates_of(kind, section)
        self._making: set[str] = set()

    def fill(self) -> dict[str, Any]:
        """The values with nothing unknown left."""
        for name, attribute in self.block.attributes.items():
            value = self.values.get(name)
            if isinstance(value, Unknown):
                self.values[name] = self.make(name)
            elif has_unknown(value):
                self.values[name] = self._settled(name, value, attribute.type)
        for name, nested in self.block.blocks.items():
            self.values[name] = self._inside(nested, self.values.get(name))
        return self.values

    def make(self, name: str) -> Any:
        """The value of a computed attribute (also of ``arn`` and ``id`` where the schema has none)."""
        self._making.add(name)
        attribute = self.block.attributes.get(name)
        wanted = attribute.type if attribute else "string"
        template = self.templates.get(name)
        made = None if template is None else self._rendered(template, wanted)
        if made is None:
            given = bool(attribute and attribute.settable)
            made = self._named(name) or plausible.value(name, wanted, self.kind, self.tokens, self.place, given=given)
        self._making.discard(name)
        return made

    def _settled(self, name: str, value: Any, wanted: Any) -> Any:
        """A value with the unknown parts inside it replaced."""
        if isinstance(value, Unknown):
            return plausible.value(name, wanted, self.kind, self.tokens, self.place)
        inner = wanted[1] if isinstance(wanted, list) else wanted
        if isinstance(value, dict):
            parts = inner if isinstance(inner, dict) else {}
            return {key: self._settled(key, each, parts.get(key, inner)) for key, each in value.items()}
        return [self._settled(name, each, inner) for each in value] if isinstance(value, list) else value

    def _named(self, name: str) -> str | None:
        """``x`` where ``x_prefix`` is given: the prefix and a number, as the provider makes it."""
        prefix = self.values.get("name_prefix" if name == "name" else f"{name}_prefix")
        return f"{prefix}{self.tokens.text('digits26')}" if isinstance(prefix, str) and prefix else None

    def _inside(self, nested: Nested, value: Any) -> Any:
        if isinstance(value, dict):
            if nested.nesting == "map":
                return {key: self._part(nested.block, one, key) for key, one in value.items()}
            return self._part(nested.block, value, "")
        if isinstance(value, list):
            return [self._part(nested.block, one, str(index)) for index, one in enumerate(value)]
        return [] if isinstance(value, Unknown) else value

    def _part(self, block: Block, value: Any, label: str) -> Any:
        if not isinstance(value, dict):
            return value
        out = dict(value)
        tokens = Tokens(f"{self.tokens.seed}/{label}")
        for name, attribute in block.attributes.items():
            if isinstance(out.get(name), Unknown):
                given = attribute.settable
                out[name] = plausible.value(name, attribute.type, self.kind, tokens, self.place, given=given)
        for name, nested in block.blocks.items():
            out[name] = self._inside(nested, out.get(name))
        return out

    def _rendered(self, template: Any, wanted: Any) -> Any:
        if isinstance(template, str):
            return self._text(template)
        if isinstance(template, dict) and "by" in template:
            return self._chosen(template)
        if isinstance(template, list) and wanted == "string":
            texts = (self._text(each) for each in template)
            return next((text for text in texts if text), None)
        if isinstance(template, list):
            return [self._rendered(each, None) for each in template]
        if isinstance(template, dict):
            return {key: self._rendered(each, None) for key, each in template.items()}
        return template

    def _chosen(self, template: Mapping[str, Any]) -> Any:
        subject = str(self._attribute(template["by"]) or "")
        for prefix, value in template["prefix"].items():
            if subject.startswith(prefix):
                return value
        return template["else"]

    def _text(self, template: str) -> Any:
        """The template with its placeholders replaced; None if one of them has no value."""
        if template.startswith("@"):
            return self._attribute(template[1:])
        out = []
        end = 0
        for match in PLACEHOLDER.finditer(template):
            part = self._placeholder(match[1])
            if part is None:
                return None
            out += [template[end : match.start()], part]
            end = match.end()
        return "".join([*out, template[end:]])

    def _placeholder(self, word: str) -> str | None:
        special = SPECIAL.get(word)
        if special is not None:
            return special(self)
        token = self.tokens.text(word)
        if token is not None:
            return token
        match = REFERENCE.fullmatch(word)
        if match is None:
            return None
        value = self._attribute(match["name"])
        if not isinstance(value, str | int) or value == "":
            return None
        return _cut(str(value), match)

    def _attribute(self, name: str) -> Any:
        value = self.values.get(name)
        if known(value):
            return value
        if name in self._making:
            return None
        if value is None and name in self.block.attributes and name != "arn":
            return None
        made = self.make(name)
        if isinstance(value, Unknown):
            self.values[name] = made
        return made


def _cut(text: str, match: re.Match[str]) -> str | None:
    if match["after"]:
        return text.rpartition(match["after"])[2]
    if match["old"]:
        return text.replace(match["old"], match["new"])
    return None if match["only"] and not text.startswith("arn:") else text


def templates_of(kind: str, section: str = "resources") -> dict[str, Any]:
    """The templates of a type: of its attributes, of ``id`` and of ``arn`` (completed to a whole ARN).

    A data source has the templates of the resource of its name, with its own on top.
    """
    tables = computed_tables(kind.partition("_")[0])
    out: dict[str, Any] = dict(tables.get("values", {}).get(kind, {}))
    if kind in tables.get("ids", {}):
        out["id"] = tables["ids"][kind]
    if kind in tables.get("arns", {}):
        arn = tables["arns"][kind]
        out["arn"] = arn if arn.startswith("{") else f"arn:{{partition}}:{arn}"
    if section == "data":
        out.update(tables.get("data", {}).get(kind, {}))
    return out


def _kind_of_load_balancer(filler: Filler) -> str:
    return LOAD_BALANCERS.get(str(filler.values.get("load_balancer_type")), "app")


def _path(filler: Filler) -> str:
    path = filler.values.get("path")
    return path if isinstance(path, str) and path else "/"


def _slashed(filler: Filler) -> str:
    return "/" + str(filler.values.get("name") or "").lstrip("/")


SPECIAL: Mapping[str, Callable[[Filler], str]] = {
    "region": lambda filler: filler.place.region,
    "region_code": lambda filler: filler.place.region_code,
    "account": lambda filler: filler.place.account,
    "partition": lambda filler: filler.place.partition,
    "suffix": lambda filler: filler.place.suffix,
    "now": lambda _: NOW,
    "empty_policy": lambda _: plausible.EMPTY_POLICY,
    "certificate": lambda _: CERTIFICATE,
    "lb_kind": _kind_of_load_balancer,
    "lb_dns": lambda filler: "internal-" if filler.values.get("internal") is True else "",
    "lb_zone": lambda filler: "Z26RNL4JYFTOTI" if _kind_of_load_balancer(filler) == "net" else "Z35SXDOTRQ7X7K",
    "waf_scope": lambda filler: "global" if filler.values.get("scope") == "CLOUDFRONT" else "regional",
    "path": _path,
    "slashed_name": _slashed,
}
