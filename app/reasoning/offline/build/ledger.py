"""The ledger of resources that a site is built of: added once, changed by address, sorted at the end."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.request import Component
from app.domain.resources import Resource
from app.reasoning.offline.build.claims import Claims
from app.reasoning.offline.build.errors import WiringError
from app.reasoning.offline.build.naming import legal_name, name_attribute
from app.reasoning.offline.build.paths import append_at, plain, set_at


@dataclass(slots=True)
class Draft:
    """A resource that may still change. ``owner`` wired it; ``asked`` is the named component it stands for."""

    type: str
    label: str
    body: dict[str, Any]
    concern: str
    owner: Component | None
    data: bool = False
    count: Any = None
    for_each: Any = None
    provider: str = ""
    depends_on: list[str] = field(default_factory=list)
    lifecycle: dict[str, Any] = field(default_factory=dict)
    comment: str = ""
    asked: Component | None = None

    @property
    def address(self) -> str:
        """Terraform's address without an index."""
        return f"data.{self.type}.{self.label}" if self.data else f"{self.type}.{self.label}"

    @property
    def single(self) -> bool:
        """Whether it is one resource, referred to without an index."""
        return self.count is None and self.for_each is None

    def resource(self) -> Resource:
        """The finished value."""
        return Resource(
            type=self.type,
            label=self.label,
            body=self.body,
            concern=self.concern,
            component=self.owner.id if self.owner else "",
            data=self.data,
            count=self.count,
            for_each=self.for_each,
            provider=self.provider,
            depends_on=tuple(dict.fromkeys(self.depends_on)),
            lifecycle=self.lifecycle,
            comment=self.comment,
        )


class Ledger:
    """Drafts by address, in the order they were added."""

    def __init__(self, claims: Claims) -> None:
        self._claims = claims
        self._drafts: dict[str, Draft] = {}
        self._known: dict[tuple[bool, str, str, str], str] = {}

    def __iter__(self) -> Iterator[Draft]:
        return iter(self._drafts.values())

    def __contains__(self, address: str) -> bool:
        return address in self._drafts

    def get(self, address: str) -> Draft:
        """The draft at an address; raises WiringError for an unknown one."""
        try:
            return self._drafts[address]
        except KeyError:
            raise WiringError(f"no resource at {address}; there are {', '.join(sorted(self._drafts))}") from None

    def owned(self, component: Component) -> list[Draft]:
        """The drafts a component brought, in order."""
        return [draft for draft in self if draft.owner is not None and draft.owner.id == component.id]

    def add(
        self,
        kind: str,
        label: str,
        body: Mapping[str, Any],
        *,
        owner: Component | None,
        service: str,
        concern: str,
        data: bool = False,
        count: Any = None,
        for_each: Any = None,
        provider: str = "",
        depends_on: Sequence[str] = (),
        lifecycle: Mapping[str, Any] | None = None,
        comment: str = "",
    ) -> str:
        """Add a draft, or find the one that is there; see ``Site.add``."""
        key = (data, kind, label, owner.id if owner else "")
        if key in self._known:
            return self._known[key]
        if data and (same := self._same_data(kind, label, body)):
            return same
        named = f"data.{kind}" if data else kind
        asked = None if for_each is not None else self._claims.take(named, label, owner, service)
        draft = Draft(
            type=kind,
            label=self._free(kind, asked.label if asked else label, data, owner),
            body=plain(dict(body)),
            concern=concern,
            owner=owner,
            data=data,
            count=count,
            for_each=for_each,
            provider=provider,
            depends_on=list(depends_on),
            lifecycle=plain(dict(lifecycle or {})),
            comment=comment,
            asked=asked,
        )
        self._drafts[draft.address] = draft
        self._known[key] = draft.address
        return draft.address

    def nearest(self, kind: str, own: str | None, close: Collection[str]) -> tuple[str, ...]:
        """Addresses of the single resources of a type: the component's own, those of ``close`` ones, the others."""

        def distance(draft: Draft) -> int:
            owner = draft.owner.id if draft.owner else ""
            return 0 if owner == own else 1 if owner in close else 2

        found = [one for one in self if one.type == kind and not one.data and one.single]
        return tuple(draft.address for draft in sorted(found, key=distance))

    def set(self, address: str, path: str, value: Any) -> None:
        """Put a value at a dotted path of a draft's body; ``depends_on`` and ``lifecycle`` are the draft's own."""
        draft = self.get(address)
        if path == "depends_on":
            draft.depends_on = list(value)
        elif path.partition(".")[0] == "lifecycle":
            set_at(draft.lifecycle, path.partition(".")[2], value)
        else:
            set_at(draft.body, path, value)

    def append(self, address: str, path: str, value: Any) -> None:
        """Append to a list of a draft's body, or to its ``depends_on``."""
        draft = self.get(address)
        if path == "depends_on":
            draft.depends_on.append(value)
        else:
            append_at(draft.body, path, value)

    def withdraw(self, address: str) -> None:
        """Take a draft out again that nothing refers to."""
        self._drafts.pop(address, None)

    def _same_data(self, kind: str, label: str, body: Mapping[str, Any]) -> str:
        """The address of a data source that asks the very same, or empty: a question is asked once."""
        draft = self._drafts.get(f"data.{kind}.{label}")
        return draft.address if draft is not None and draft.body == plain(dict(body)) else ""

    def _free(self, kind: str, label: str, data: bool, owner: Component | None) -> str:
        """The label, or the nearest one that no other resource of the type has."""
        prefix = f"data.{kind}." if data else f"{kind}."
        if prefix + label not in self._drafts:
            return label
        short = owner.kind.removeprefix("aws_") if owner else "shared"
        if short not in label and prefix + f"{label}_{short}" not in self._drafts:
            return f"{label}_{short}"
        number = 2
        while f"{prefix}{label}_{number}" in self._drafts:
            number += 1
        return f"{label}_{number}"


def take_name(draft: Draft) -> None:
    """Give a resource that stands for a named one the name that the user gave."""
    if draft.asked is None or not draft.asked.name or draft.data:
        return
    path = name_attribute(draft.type)
    if path:
        set_at(draft.body, path, legal_name(draft.type, draft.asked.name))
        draft.body.pop("name_prefix", None)
