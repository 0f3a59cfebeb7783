import pytest

from app.domain.request import Component
from app.reasoning.offline.build.claims import Claims
from app.reasoning.offline.build.errors import WiringError
from app.reasoning.offline.build.ledger import Ledger

ORDERS = Component("orders", "sqs", "orders")
WORKER = Component("worker", "lambda", "orders")


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(Claims([], [], {}))


def add(
    ledger: Ledger, owner: Component | None, label: str = "orders", kind: str = "aws_iam_role", *, data: bool = False
) -> str:
    return ledger.add(kind, label, {"name": label}, owner=owner, service="", concern="data", data=data)


def test_the_same_twice_is_one(ledger: Ledger) -> None:
    assert add(ledger, ORDERS) == add(ledger, ORDERS) == "aws_iam_role.orders"
    assert len(list(ledger)) == 1


def test_labels_of_a_type_are_unique(ledger: Ledger) -> None:
    assert add(ledger, ORDERS) == "aws_iam_role.orders"
    assert add(ledger, WORKER) == "aws_iam_role.orders_lambda"
    assert add(ledger, Component("third", "lambda", "orders")) == "aws_iam_role.orders_2"


def test_equal_data_sources_are_one_question(ledger: Ledger) -> None:
    first = add(ledger, ORDERS, kind="aws_ami", data=True)
    assert add(ledger, WORKER, kind="aws_ami", data=True) == first == "data.aws_ami.orders"


def test_meta_arguments_are_no_part_of_the_body(ledger: Ledger) -> None:
    address = add(ledger, ORDERS)
    ledger.set(address, "depends_on", ["aws_vpc.main"])
    ledger.append(address, "depends_on", "aws_vpc.other")
    ledger.append(address, "depends_on", "aws_vpc.main")
    ledger.set(address, "lifecycle.ignore_changes", ["name"])
    resource = ledger.get(address).resource()
    assert resource.depends_on == ("aws_vpc.main", "aws_vpc.other")
    assert resource.lifecycle == {"ignore_changes": ["name"]}
    assert resource.body == {"name": "orders"}


def test_a_claim_gives_label_and_component() -> None:
    claimed = Component("c", "aws_iam_role", "runner", name="the-runner")
    ledger = Ledger(Claims([claimed], [], {}))
    address = add(ledger, ORDERS)
    assert address == "aws_iam_role.runner"
    assert ledger.get(address).asked == claimed


def test_unknown_addresses_are_named(ledger: Ledger) -> None:
    add(ledger, ORDERS)
    with pytest.raises(WiringError, match=r"aws_vpc\.main"):
        ledger.set("aws_vpc.main", "cidr_block", "x")


def test_owned(ledger: Ledger) -> None:
    add(ledger, ORDERS)
    add(ledger, None, label="shared")
    assert [draft.label for draft in ledger.owned(ORDERS)] == ["orders"]


def test_one_for_each_of_a_set_stands_for_no_named_one() -> None:
    named = Component("r", "aws_route53_record", "www")
    ledger = Ledger(Claims([named], [], {}))
    proof = ledger.add("aws_route53_record", "proof", {}, owner=None, service="", concern="edge", for_each={"a": "b"})
    plain = ledger.add("aws_route53_record", "plain", {}, owner=None, service="", concern="edge")
    assert (proof, plain) == ("aws_route53_record.proof", "aws_route53_record.www")


def test_the_nearest_come_first(ledger: Ledger) -> None:
    for owner, label in ((None, "far"), (WORKER, "close"), (ORDERS, "own")):
        add(ledger, owner, label, "aws_sqs_queue")
    nearest = ledger.nearest("aws_sqs_queue", "orders", {"worker"})
    assert [address.partition(".")[2] for address in nearest] == ["own", "close", "far"]
