"""What a model may answer when it is asked for a design: changes to the draft that was read by rule, each with the
user's own words for it. What it leaves unsaid stays as it was, so that nothing is lost by omission."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue, StringConstraints

from app.reasoning.base import Strict

Quote = Annotated[
    str,
    StringConstraints(min_length=3, max_length=400),
    Field(description="The words of the issue or of a revision that ask for this, copied exactly."),
]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Label = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z_][a-z0-9_]{0,62}$"),
    Field(description="The Terraform label: lower case, digits and underscores; unique for its kind."),
]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Scalar = bool | int | float | Annotated[str, StringConstraints(max_length=4000)]
RelationKind = Literal[
    "fronts", "triggers", "reads", "writes", "uses", "sends", "logs", "in", "encrypts", "backs_up", "monitors",
    "replicates", "resolves", "authenticates", "attached",
]  # fmt: skip
BoundName = Literal["region", "environment", "budget_monthly", "availability", "framework"]


class Quoted(Strict):
    """A change, and whose words ask for it."""

    quote: Quote


class Details(Quoted):
    """What may be said of a component. Only what is given changes."""

    name: Name | None = Field(None, description="The literal name that the user gave, if one.")
    settings: dict[str, Scalar | Annotated[list[Scalar], Field(max_length=40)]] = Field(
        {}, max_length=30, description="Parameters of the service by name, in the units that the tool `service` tells."
    )
    arguments: dict[str, JsonValue] = Field(
        {}, max_length=40, description="Provider arguments by dotted path, for what the service has no parameter for."
    )
    count: int | None = Field(None, ge=1, le=20, description="How many alike.")
    region: Name | None = Field(None, description="Only where it is another than the stack's.")
    tags: dict[str, str] = Field({}, max_length=20, description="Tags for it alone.")


class Added(Details):
    """A new component; its id is `kind.label`."""

    kind: Name = Field(description="A service's id (`sqs`), or a provider type (`aws_sqs_queue`) that has no service.")
    label: Label


class Changed(Details):
    """More of a component of the draft, or something else than was read."""

    component: Name = Field(description="Its id.")


class Removed(Quoted):
    """A component that the user does not want. The quote says so."""

    component: Name = Field(description="Its id.")


class Related(Quoted):
    """A relation between two components, by id: the source does `kind` to the target."""

    source: Name
    kind: RelationKind
    target: Name
    exclusive: bool = Field(False, description="Nothing else may reach the target.")


class Unrelated(Quoted):
    """A relation of the draft that the user does not want. The quote says so."""

    source: Name
    kind: RelationKind
    target: Name


class Bound(Quoted):
    """What bounds the whole stack; the quote contains the value."""

    what: BoundName
    value: Name = Field(description="`eu-west-1`, `prod`, `250` (USD a month), `high` or `99.9%`, `hipaa`.")


class Tag(Quoted):
    """A tag for everything; the quote contains name and value."""

    name: Name
    value: Name


class Rejected(Strict):
    """An alternative and why it was not chosen."""

    option: Line
    why_not: Line


class Choice(Strict):
    """A choice that a reader should know of."""

    title: Name
    choice: Line
    why: Line
    alternatives: list[Rejected] = Field([], max_length=3)


class DesignAnswer(Strict):
    """Changes to the draft. Whatever is not mentioned stays as it is."""

    add: list[Added] = Field([], max_length=30)
    change: list[Changed] = Field([], max_length=40)
    remove: list[Removed] = Field([], max_length=10)
    relate: list[Related] = Field([], max_length=60)
    unrelate: list[Unrelated] = Field([], max_length=10)
    bounds: list[Bound] = Field([], max_length=10)
    tags: list[Tag] = Field([], max_length=20)
    understood: list[Line] = Field(
        [], max_length=40, description="Open phrases of the draft, copied exactly, that these changes answer in full."
    )
    not_understood: list[Line] = Field(
        [], max_length=40, description="Open phrases that stay open: they ask for nothing, or nobody can build them."
    )
    decisions: list[Choice] = Field([], max_length=8)
    questions: list[Line] = Field([], max_length=5, description="What the user must be asked to go on.")
