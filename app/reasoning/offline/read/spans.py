"""What the stages pass on: values found in a sentence."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a sentence, from token ``first`` up to ``last`` (exclusive).

    ``kind``: ``number size duration percent money cidr ip region zone instance_type version schedule time window text
    email domain url arn path action``. Sizes are bytes, durations seconds, money is as stated, schedules are
    AWS schedule expressions; ``number`` is the plain number where the text is one; ``quoted`` when it stood in quotes.
    """

    kind: str
    value: Any
    first: int
    last: int
    text: str
    quoted: bool = False
    number: float | int | None = None
