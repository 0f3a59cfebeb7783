from app.domain.resources import Ref
from app.reasoning.offline.build.claims import Claims
from app.reasoning.offline.build.facts import Facts
from app.reasoning.offline.build.ledger import Ledger


def test_each_fact_is_asked_once() -> None:
    ledger = Ledger(Claims([], [], {}))
    facts = Facts(ledger)
    assert facts.account() == facts.account() == Ref("data.aws_caller_identity.current", "account_id")
    assert facts.partition() == Ref("data.aws_partition.current", "partition")
    assert facts.region() == Ref("data.aws_region.current", "region")
    assert facts.region("us_east_1") == Ref("data.aws_region.us_east_1", "region")
    assert len(list(ledger)) == 4
    assert ledger.get("data.aws_region.us_east_1").provider == "us_east_1"
