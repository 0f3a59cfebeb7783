"""What is computed from a large plan, against pricing the same plan in the same run; and checking a long audit log."""

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from app.analysis.pricing.book import PriceBook
from app.analysis.pricing.engine import estimate
from app.analysis.savings.recommend import recommend
from app.analysis.security import analyse_all
from app.domain.planned import Planned, PlannedResource
from app.stores.store import Store
from tests.benchmarks.cost import SIZE, large

ENTRIES = 10_000
READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}
TRUST = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}


def measure() -> list[str]:
    """Seconds of processor time, and what that is against the estimate."""
    book, plan = PriceBook(), large()
    estimate([plan], book)  # opens the book
    priced = _taken(lambda: estimate([plan], book))
    lines = [
        _line("savings", _taken(lambda: recommend([plan], book)), priced),
        _line("permissions, exposure and keys", _taken(lambda: analyse_all(_roles())), priced),
    ]
    return [*lines, _audit()]


def _line(what: str, seconds: float, priced: float) -> str:
    return f"{what} of {SIZE} resources: {seconds:.2f} s, {seconds / priced:.1f} x the estimate's {priced:.2f} s"


def _taken(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _roles() -> Planned:
    """Roles with a policy each."""
    found = []
    for number in range(SIZE // 2):
        name = f"r{number}"
        values = {"name": name, "id": name, "assume_role_policy": json.dumps({"Statement": [TRUST]})}
        found.append(PlannedResource(f"aws_iam_role.{name}", "aws_iam_role", name, provider="aws", values=values))
        policy = {"role": name, "policy": json.dumps({"Statement": [READ]})}
        refers = {"role": (f"aws_iam_role.{name}",)}
        found.append(
            PlannedResource(
                f"aws_iam_role_policy.{name}", "aws_iam_role_policy", name, values=policy, references=refers
            )
        )
    return Planned(".", tuple(found))


def _audit() -> str:
    """Entries of the size that a run leaves."""
    facts = {"gate": [{"verdict": "passed"}], "evidence": [{"tool": "checkov", "digest": "d" * 64}] * 6}
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{Path(folder) / 'audit.db'}")
        try:
            for number in range(ENTRIES):
                store.audit.append("change", facts, who="ann", run=str(number))
            started = time.process_time()
            found = store.audit.verify()
            seconds = time.process_time() - started
        finally:
            store.close()
    return f"{found.entries} audit entries {'verified' if found.ok else 'BROKEN'} in {seconds:.2f} s (aim < 1 s)"
