"""What models cost, on both databases: nothing is ever spent beyond a limit."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from decimal import Decimal
from multiprocessing import get_context

import pytest

from app.domain.thought import OverBudget, Usage
from app.stores.spending import Allowance, Spent, StoredPurse
from app.stores.store import Store
from tests.unit.stores.conftest import Clock
from tests.unit.stores.spent import spent

TEN_CENTS = Usage(requests=1, input_tokens=700, output_tokens=200, cache_read_tokens=100, usd=Decimal("0.10"))
A_CENT = Usage(requests=1, input_tokens=60, output_tokens=40, usd=Decimal("0.01"))
ASIDE = "spent or put aside, the next request may take"
DOLLAR = Allowance(Decimal(1), 100_000)


def until_refused(purse: StoredPurse, most: Usage, spent: Usage | None = None) -> tuple[int, str]:
    """How many requests there is room for, and what is said then."""
    for count in range(1000):
        try:
            reservation = purse.reserve(most)
        except OverBudget as over:
            return count, str(over)
        if spent is not None:
            purse.settle(reservation, spent)
    raise AssertionError("no limit")


@pytest.mark.parametrize(
    ("allowance", "spent", "count", "why"),
    [
        (
            DOLLAR,
            None,
            10,
            f"the run's limit of 1.00 USD: 1.0000 are {ASIDE} 0.1000",
        ),
        (
            DOLLAR,
            A_CENT,
            91,
            f"the run's limit of 1.00 USD: 0.9100 are {ASIDE} 0.1000",
        ),
        (
            Allowance(Decimal(1), 2500),
            None,
            2,
            f"the run's limit of 2,500 tokens: 2,000 are {ASIDE} 1,000",
        ),
        (
            Allowance(Decimal(1), 100_000, Decimal("0.35")),
            None,
            3,
            f"the repository's monthly limit of 0.35 USD: 0.3000 are {ASIDE} 0.1000",
        ),
        (
            Allowance(Decimal(0), 100_000),
            None,
            0,
            f"the run's limit of 0.00 USD: 0.0000 are {ASIDE} 0.1000",
        ),
        (
            Allowance(Decimal("0.0010"), 100_000),
            None,
            0,
            f"the run's limit of 0.001 USD: 0.0000 are {ASIDE} 0.1000",
        ),
    ],
    ids=["put aside", "settled", "tokens", "month", "nothing", "less than a cent"],
)
def test_a_limit_is_named_with_its_figures(
    store: Store, allowance: Allowance, spent: Usage | None, count: int, why: str
) -> None:
    purse = store.purse("r1", "github/acme/web", allowance)
    assert until_refused(purse, TEN_CENTS, spent) == (count, why)


def test_a_run_has_its_own_limit_and_its_repository_the_months(store: Store, clock: Clock) -> None:
    allowance = Allowance(Decimal("0.20"), 100_000, Decimal("0.50"))

    def room(run: str, repository: str = "github/acme/web") -> int:
        return until_refused(store.purse(run, repository, allowance), TEN_CENTS)[0]

    assert [room("r1"), room("r2"), room("r3"), room("r4")] == [2, 2, 1, 0]
    assert room("r5", "github/acme/other") == 2
    clock.forward(days=31)
    assert room("r6") == 2
    assert room("r1") == 0, "a run's limit knows no months"
    assert spent(store, "github/acme/web", "2026-03") == Spent(5, 5000, Decimal("0.5"))
    assert spent(store, "github/acme/web", "2026-04") == Spent(2, 2000, Decimal("0.2"))
    assert spent(store, "nobody") == Spent()


def test_a_crash_leaves_what_was_put_aside(url: str, clock: Clock) -> None:
    first = Store.open(url, clock)
    first.purse("r1", "a", DOLLAR).reserve(TEN_CENTS)
    first.close()
    then = Store.open(url, clock)
    assert spent(then, "a") == Spent(1, 1000, Decimal("0.1"))
    assert until_refused(then.purse("r1", "a", DOLLAR), TEN_CENTS)[0] == 9
    then.close()


def test_a_request_that_cost_nothing_leaves_nothing(store: Store) -> None:
    purse = store.purse("r1", "a", DOLLAR)
    purse.settle(purse.reserve(TEN_CENTS), Usage())
    assert spent(store, "a") == Spent()


def test_money_is_rounded_up(store: Store) -> None:
    purse = store.purse("r1", "a", DOLLAR)
    for _ in range(3):
        purse.settle(purse.reserve(TEN_CENTS), Usage(1, usd=Decimal("0.0000001")))
    assert spent(store, "a").usd == Decimal("0.000003")


def test_odd_names_are_kept_apart(store: Store) -> None:
    for name in ("a\0b", "¿qué?\ud800", "a'; DROP TABLE agents_spending; --"):
        store.purse("r\0", name, DOLLAR).reserve(A_CENT)
        assert spent(store, name).requests == 1


def reserve_all(url: str, run: str, allowance: Allowance) -> int:
    """One process of several on the same repository."""
    store = Store.open(url)
    try:
        with ThreadPoolExecutor(4) as pool:
            runs = [store.purse(f"{run}/{n}", "a", allowance) for n in range(4)]
            return sum(count for count, _ in pool.map(lambda purse: until_refused(purse, TEN_CENTS, A_CENT), runs))
    finally:
        store.close()


def test_threads_and_processes_together_keep_the_limit(url: str) -> None:
    """Eight purses in two processes; the last room is ten cents, so between 91 and 100 requests of a cent fit."""
    Store.open(url).close()
    allowance = Allowance(Decimal(50), 10_000_000, Decimal(1))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        counts = list(pool.map(reserve_all, [url] * 2, ["p", "q"], [allowance] * 2))
    store = Store.open(url)
    cost = spent(store, "a")
    store.close()
    assert sum(counts) == cost.requests
    assert Decimal("0.80") <= cost.usd <= 1
