"""What language models cost: put aside before each request, settled after it, summed by run and by repository's month.

A row is a request. It holds an upper bound until it is settled, so that a process that dies in between has spent
rather too much than too little. Money is kept in millionths of a dollar, rounded up.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_CEILING, Decimal

import sqlalchemy as sa

from app.domain.thought import OverBudget, Usage
from app.stores.base import Shelf, utc_now
from app.stores.database import writing
from app.stores.tables import MARKS, SPENDING
from app.stores.values import plain

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """What may be spent: by a run in US dollars and tokens, by its repository in a month, None without a limit."""

    run_usd: Decimal
    run_tokens: int
    month_usd: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """What was spent, or is put aside."""

    requests: int = 0
    tokens: int = 0
    usd: Decimal = Decimal(0)


class StoredPurse(Shelf):
    """The purse of one run. Safe between threads, processes and machines: a repository's requests are let in singly."""

    def __init__(
        self,
        engine: sa.Engine,
        run: str,
        repository: str,
        allowance: Allowance,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(engine, clock)
        self._run = plain(run)
        self._repository = plain(repository)
        self._allowance = allowance

    def reserve(self, most: Usage) -> int:
        """Put ``most`` aside and return the reservation; raises ``OverBudget`` naming the limit and the figures."""
        with writing(self.engine) as connection:
            self._lock(connection)
            self._require_room(connection, most)
            row = SPENDING.insert().values(
                run=self._run, repository=self._repository, month=self._month(), at=self._now(), **_amounts(most)
            )
            return int(connection.execute(row.returning(SPENDING.c.id)).scalar_one())

    def settle(self, reservation: int, spent: Usage) -> None:
        """Replace what was put aside by what was spent."""
        row = SPENDING.update().where(SPENDING.c.id == reservation)
        with writing(self.engine) as connection:
            connection.execute(row.values(**_amounts(spent)))

    def _lock(self, connection: sa.Connection) -> None:
        """No other process looks at the repository's sums until this transaction ends."""
        key = f"spending/{self._repository}"
        self._insert_new(connection, MARKS, {"key": key, "at": self._now()})
        connection.execute(sa.select(MARKS.c.key).where(MARKS.c.key == key).with_for_update())

    def _require_room(self, connection: sa.Connection, most: Usage) -> None:
        allowed = self._allowance
        run = sums(connection, SPENDING.c.run == self._run)
        if run.tokens + most.tokens > allowed.run_tokens:
            raise OverBudget(
                f"the run's limit of {allowed.run_tokens:,} tokens: {run.tokens:,} are spent or put aside, "
                f"the next request may take {most.tokens:,}"
            )
        limits = [("run's", allowed.run_usd, run.usd)]
        if allowed.month_usd is not None:
            limits.append(("repository's monthly", allowed.month_usd, self._spent_this_month(connection)))
        for name, limit, spent in limits:
            if spent + most.usd > limit:
                raise OverBudget(
                    f"the {name} limit of {_as_given(limit)} USD: {spent:.4f} are spent or put aside, "
                    f"the next request may take {most.usd:.4f}"
                )

    def _spent_this_month(self, connection: sa.Connection) -> Decimal:
        mine = (SPENDING.c.repository == self._repository) & (SPENDING.c.month == self._month())
        return sums(connection, mine).usd

    def _month(self) -> str:
        return self._now()[:7]


class Spending(Shelf):
    """The purses."""

    def purse(self, run: str, repository: str, allowance: Allowance) -> StoredPurse:
        """What a run may still spend, after a restart, too."""
        return StoredPurse(self.engine, run, repository, allowance, self._clock)


def sums(connection: sa.Connection, rows: sa.ColumnElement[bool]) -> Spent:
    """Rows of the table together."""
    columns = (SPENDING.c.requests, SPENDING.c.tokens, SPENDING.c.micro_usd)
    query = sa.select(*(sa.func.coalesce(sa.func.sum(column), 0) for column in columns)).where(rows)
    requests, tokens, micro = connection.execute(query).one()
    return Spent(int(requests), int(tokens), Decimal(int(micro)) / MILLION)


def _as_given(limit: Decimal) -> str:
    """With cents, and with more digits where it has them."""
    cents = f"{limit:.2f}"
    return cents if Decimal(cents) == limit else f"{limit.normalize():f}"


def _amounts(usage: Usage) -> dict[str, int]:
    micro = (usage.usd * MILLION).to_integral_value(ROUND_CEILING)
    return {"requests": usage.requests, "tokens": usage.tokens, "micro_usd": int(micro)}
