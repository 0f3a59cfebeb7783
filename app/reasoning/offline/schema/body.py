"""A resource's body from its schema: what was stated, what is required, what is usual, what is safe."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.resources import Call, Expression, Json, Local, Ref, Template, Var
from app.knowledge.arguments import Known
from app.knowledge.schemas import Attribute, Block, Nested
from app.reasoning.offline.schema.arguments import Usual, bodies, merged, usual_tree, without_marks
from app.reasoning.offline.schema.directives import Answers, resolve
from app.reasoning.offline.schema.fallbacks import fallback
from app.reasoning.offline.schema.targets import Target, is_own_name, target_of

EXPRESSIONS = (Ref, Var, Local, Template, Call, Expression, Json)
OWN_NAMES = ("name", "identifier", "cluster_identifier", "node_group_name")
"""Optional arguments that give a resource its physical name."""
LEFT_OUT = frozenset({"id", "tags", "tags_all", "region", "timeouts", "account_id"})
"""Optional arguments that a type written from the schema never needs."""


@dataclass(frozen=True, slots=True)
class Composer:
    """Composes bodies of one type. ``meant`` turns a stated text into the reference it names, where it names one."""

    kind: str
    known: Known
    answers: Answers
    meant: Callable[[str, str], Any]
    data: bool = False

    def body(self, block: Block, stated: Mapping[str, Any]) -> dict[str, Any]:
        """The whole body."""
        usual = usual_tree(self.known.usual(f"data.{self.kind}" if self.data else self.kind))
        body = self._block(block, merged(usual, stated), "")
        own = "" if self.data else optional_name(self.kind, block)
        if own and own not in body and own not in stated:
            body[own] = self._fit(self.answers.ask("name", own), "string")
        return body

    def _block(self, block: Block, given: Mapping[str, Any], path: str) -> dict[str, Any]:
        body: dict[str, Any] = {}
        for name, attribute in block.attributes.items():
            value = self._attribute(name, attribute, given, path)
            if value is not None:
                body[name] = value
        for name, nested in block.blocks.items():
            inner = self._nested(name, nested, given, path)
            if inner:
                body[name] = inner
        return body

    def _attribute(self, name: str, attribute: Attribute, given: Mapping[str, Any], path: str) -> Any:
        if not attribute.settable:
            return None
        if name in given:
            return self._fit(self._stated(name, given[name]), attribute.type)
        if attribute.required:
            return self._fit(self._inferred(name, attribute, path), attribute.type)
        safe = None if name in LEFT_OUT else self.known.safe(self.kind, f"{path}{name}", attribute)
        return None if safe is None else self._fit(resolve(safe, self.answers, name), attribute.type)

    def _stated(self, name: str, value: Any) -> Any:
        """A stated text may name another resource; a usual value is one of the data's directives."""
        if isinstance(value, Usual):
            return resolve(value.value, self.answers, name)
        if isinstance(value, str):
            return self.meant(name, value)
        if isinstance(value, list):
            return [self._stated(name, inner) for inner in value]
        return resolve(without_marks(value), self.answers, name) if isinstance(value, Mapping) else value

    def _inferred(self, name: str, attribute: Attribute, path: str) -> Any:
        """The value of a required argument: by data for it, else a reference, else by its name and type."""
        exact = self.known.value(self.kind, f"{path}{name}", name)
        answer = None if exact is None else resolve(exact, self.answers, name)
        if answer is not None:
            return answer
        texts = attribute.type == "string" or attribute.type[1:] == ["string"]
        own = not path and attribute.type == "string" and is_own_name(self.kind, name)
        if own and self.data:
            return self._looked_up(name)
        general = self.known.anywhere(name)
        target = target_of(self.kind, name) if texts and not own else None
        each = self.answers.refer_each(target.type, target.attribute) if target and attribute.type != "string" else []
        if each:
            return each
        if general is not None and not prefers(self.kind, target, general):
            answer = resolve(general, self.answers, name)
        elif own:
            answer = self.answers.ask("name", name)
        elif target is not None:
            answer = self.answers.refer(target.type, target.attribute, name)
        if answer is not None:
            return answer
        return resolve(fallback(self.kind, name, attribute.type), self.answers, name)

    def _looked_up(self, name: str) -> Any:
        """What a data source looks up: the resource of that type that is there, else what its owner says."""
        return self.answers.present(self.kind, name) or self.answers.ask("input", name)

    def _fit(self, value: Any, kind: Any) -> Any:
        """One value where a list is wanted becomes a list of one; a list where one is wanted, its first."""
        outer = kind[0] if isinstance(kind, list) else kind
        plain = not isinstance(value, EXPRESSIONS)
        if outer in {"list", "set"} and value is not None and plain and not isinstance(value, list | tuple):
            return [value]
        if outer in {"list", "set"} and isinstance(value, Ref) and "[*]" not in value.path:
            return [value]
        if outer in {"list", "set"} and isinstance(value, Template | Json):
            return [value]
        if outer == "string" and isinstance(value, list):
            return value[0] if value else ""
        if outer == "string" and isinstance(value, Mapping):
            return Json(value)
        return value

    def _nested(self, name: str, nested: Nested, given: Mapping[str, Any], path: str) -> Any:
        inner_path = f"{path}{name}."
        if name in given:
            composed = [self._block(nested.block, body, inner_path) for body in bodies(given[name])]
        elif nested.minimum > 0 or (not path and nested.repeated and self._members(nested.block)):
            members = self._members(nested.block) if nested.repeated else []
            wanted: list[dict[str, Any]] = members or [{} for _ in range(nested.minimum)]
            composed = [self._block(nested.block, body, inner_path) for body in wanted]
        else:
            return None
        if nested.nesting == "map":
            return {f"main{number or ''}": body for number, body in enumerate(composed)}
        if nested.maximum:
            composed = composed[: nested.maximum]
        if nested.minimum and composed == [{}]:
            return composed
        return composed if nested.repeated else (composed[0] if composed else None)

    def _members(self, block: Block) -> list[dict[str, Any]]:
        """A block for each of several resources, where what it must have is a reference to one of them."""
        for name, attribute in block.attributes.items():
            target = target_of(self.kind, name) if attribute.required and attribute.type == "string" else None
            if target is not None:
                return [{name: one} for one in self.answers.refer_each(target.type, target.attribute)]
        return []


def prefers(kind: str, target: Target | None, general: Any) -> bool:
    """Whether a reference within the type's own family beats what an argument of that name is elsewhere.

    What the site itself provides (``@vpc``, ``@role``) is the same for every family.
    """
    if target is None or target.type.split("_")[1] != kind.split("_")[1]:
        return False
    if not isinstance(general, str):
        return True
    of_the_site = general.startswith("@") and not general.startswith(("@aws_", "@text:"))
    return not of_the_site and not general.startswith(f"@{target.type}.")


def optional_name(kind: str, block: Block) -> str:
    """The optional argument that a type is called by (``name``, ``identifier``), where no required one does that."""
    texts = {name: one for name, one in block.attributes.items() if one.settable and one.type == "string"}
    if any(one.required and is_own_name(kind, name) for name, one in texts.items()):
        return ""
    return next((name for name in OWN_NAMES if name in texts), "")
