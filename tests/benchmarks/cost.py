"""Pricing a large plan: the first estimate of a process (the price list is opened and read) and the next ones."""

import time

from app.analysis.pricing.book import PriceBook
from app.analysis.pricing.engine import estimate
from app.domain.planned import Planned, PlannedResource

SIZE = 1_000
KINDS: tuple[tuple[str, dict[str, object]], ...] = (
    ("aws_instance", {"instance_type": "m5.large", "root_block_device": [{"volume_type": "gp3", "volume_size": 50}]}),
    ("aws_ebs_volume", {"type": "gp3", "size": 100, "iops": 4000, "throughput": 250}),
    ("aws_db_instance", {"engine": "postgres", "instance_class": "db.t3.medium", "allocated_storage": 100}),
    ("aws_s3_bucket", {"bucket": "files"}),
    ("aws_lambda_function", {"memory_size": 512}),
    ("aws_nat_gateway", {}),
    ("aws_lb", {"load_balancer_type": "application"}),
    ("aws_dynamodb_table", {"billing_mode": "PAY_PER_REQUEST"}),
    ("aws_iam_role", {}),
    ("aws_security_group", {}),
)
ROUNDS = 5


def large(size: int = SIZE) -> Planned:
    """A stack of many resources of many kinds, in three regions."""
    regions = ("us-east-1", "eu-west-1", "af-south-1")
    resources = []
    for number in range(size):
        kind, values = KINDS[number % len(KINDS)]
        region = regions[number % len(regions)]
        resources.append(
            PlannedResource(f"{kind}.r[{number}]", kind, "r", provider="aws", region=region, values=values)
        )
    return Planned(".", tuple(resources))


def measure() -> list[str]:
    """Seconds of processor time: the best of some rounds."""
    stacks = [large()]
    started = time.process_time()
    book = PriceBook()
    found = estimate(stacks, book)
    cold = time.process_time() - started
    taken = []
    for _ in range(ROUNDS):
        started = time.process_time()
        estimate(stacks, book)
        taken.append(time.process_time() - started)
    priced, gaps = len(found.resources), len(found.unpriced)
    return [
        f"{SIZE} resources ({priced} priced, {found.free} free, {gaps} without a price)",
        f"{cold:.3f} s the first time, {min(taken):.3f} s then (aim < 1 s)",
    ]
