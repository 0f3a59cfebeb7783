"""The judge believes no claim: it composes, compares, and holds the checks against the draft's."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.finding import Severity
from app.domain.proof import Proof
from app.domain.repo import Conventions
from app.domain.request import Request
from app.domain.run import Gate
from app.knowledge.catalogue.registry import SERVICES
from app.reasoning.base import Verdict
from app.reasoning.offline.build.errors import WiringError
from app.reasoning.offline.reasoner import OfflineReasoner
from app.reasoning.tasks.design import DesignAnswer
from app.reasoning.tasks.design_base import Design
from app.reasoning.tasks.design_judge import Judge
from tests.builders import finding, stack_result
from tests.unit.reasoning.tasks.proofs import change
from tests.unit.reasoning.tasks.proofs import proof as planned

FORTNIGHT = "Messages must not sit around for longer than a fortnight."
SNOWFLAKE = "Ship everything to Snowflake."
ISSUE = f"A Lambda function that reads from an SQS queue and writes to DynamoDB. {FORTNIGHT} {SNOWFLAKE}"
REASONER = OfflineReasoner(SERVICES)
GOOD = Proof((), planned=True, gate=Gate())
KEEP_14_DAYS = {"component": "sqs.sqs", "settings": {"message_retention": 1209600}, "quote": FORTNIGHT}


def make(request: Request) -> Design:
    architecture = REASONER.design(request, Conventions())
    return Design(request, architecture, REASONER.compose(request, architecture, Conventions()))


@cache
def draft_of(text: str) -> Design:
    return make(REASONER.read(text))


class Prover:
    """Gives a proof to each design, and remembers what it was asked."""

    def __init__(self, proof_of: Callable[[Design], Proof] = lambda design: GOOD) -> None:
        self.proof_of = proof_of
        self.asked: list[tuple[Design, Proof | None]] = []

    def __call__(self, design: Design, floor: Proof | None) -> Proof:
        self.asked.append((design, floor))
        return self.proof_of(design) if floor is not None else GOOD


def judge(prove: Prover, text: str = ISSUE) -> Judge:
    return Judge(draft_of(text), (text,), SERVICES, make, prove)


def accept(one: Judge, **answer: Any) -> Verdict:
    return one.accept(DesignAnswer.model_validate(answer))


def test_what_is_understood_and_passes_is_kept() -> None:
    prove = Prover()
    one = judge(prove)
    verdict = accept(one, change=[KEEP_14_DAYS], understood=[FORTNIGHT], not_understood=[SNOWFLAKE])
    assert verdict.done
    assert one.best
    assert (one.best.understood, one.best.open) == ((FORTNIGHT,), (SNOWFLAKE,))
    assert one.best.design.request.components[0] == one._floor.request.components[0]
    assert [floor is None for _, floor in prove.asked] == [True, False]


def test_the_draft_is_proven_once_and_only_when_something_may_replace_it() -> None:
    prove = Prover()
    one = judge(prove)
    accept(one, change=[KEEP_14_DAYS], understood=[])
    assert prove.asked == []
    for _ in range(2):
        accept(one, change=[KEEP_14_DAYS], understood=[FORTNIGHT])
    assert [floor is None for _, floor in prove.asked] == [True, False, False]


def test_the_checks_are_asked_with_the_words_that_were_open() -> None:
    prove = Prover()
    accept(judge(prove), change=[KEEP_14_DAYS], understood=[FORTNIGHT])
    assert [design.request.not_understood for design, _ in prove.asked] == [(FORTNIGHT, SNOWFLAKE)] * 2


def test_what_is_left_must_be_named() -> None:
    verdict = accept(judge(Prover()), change=[KEEP_14_DAYS], understood=[FORTNIGHT])
    assert not verdict.done
    assert SNOWFLAKE in verdict.told


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"change": [KEEP_14_DAYS], "understood": ["A phrase of its own"]}, "no open phrase"),
        ({"change": [KEEP_14_DAYS], "understood": [SNOWFLAKE]}, "no change quotes"),
        ({"change": [KEEP_14_DAYS | {"settings": {"receive_wait_time": 20}}], "understood": [FORTNIGHT]}, "the same"),
        ({"change": [KEEP_14_DAYS | {"settings": {}}], "understood": [FORTNIGHT]}, "the same would be built"),
        (
            {
                "relate": [
                    {"source": "lambda.lambda", "kind": "reads", "target": "sqs.sqs", "quote": FORTNIGHT},
                ],
                "understood": [FORTNIGHT],
            },
            "the same would be built",
        ),
        ({"change": [KEEP_14_DAYS], "understood": []}, "understands nothing more"),
    ],
)
def test_claims_that_do_not_hold(answer: dict[str, Any], told: str) -> None:
    prove = Prover()
    one = judge(prove)
    verdict = accept(one, **answer)
    assert not verdict.done
    assert told in verdict.told
    assert one.best is None
    assert told in one.why
    assert prove.asked == []


def test_a_claim_rides_on_no_other_change_and_what_answers_nothing_is_not_built() -> None:
    hollow = {"component": "sqs.sqs", "settings": {"receive_wait_time": 20}, "quote": SNOWFLAKE}
    extra = {"kind": "sqs", "label": "extra", "quote": SNOWFLAKE}
    related = {"source": "lambda.lambda", "kind": "writes", "target": "sqs.extra", "quote": SNOWFLAKE}
    one = judge(Prover())
    verdict = accept(one, add=[extra], change=[KEEP_14_DAYS, hollow], relate=[related], understood=[FORTNIGHT])
    assert "answers no open phrase in full: add sqs.extra" in verdict.told
    assert one.best
    assert [component.id for component in one.best.design.request.components] == [
        component.id for component in one._floor.request.components
    ]
    assert one.best.design.request.relations == one._floor.request.relations
    verdict = accept(one, change=[KEEP_14_DAYS, hollow], understood=[FORTNIGHT, SNOWFLAKE])
    assert "without change sqs.sqs the same would be built" in verdict.told
    assert one.best.understood == (FORTNIGHT,)


def test_a_claim_may_be_the_sentence_around_a_phrase() -> None:
    one = judge(Prover())
    accept(one, change=[KEEP_14_DAYS], understood=[f"{FORTNIGHT} {SNOWFLAKE}"])
    assert one.best
    assert one.best.understood == (FORTNIGHT,)


@pytest.mark.parametrize(
    ("proof", "why"),
    [
        (replace(GOOD, planned=False), "it does not plan and apply"),
        (replace(GOOD, gate=Gate("failed", ("1 critical finding",))), "the gate fails: 1 critical finding"),
        (replace(GOOD, refused=("a provisioner",)), "refused: a provisioner"),
    ],
)
def test_what_is_worse_than_the_draft_is_not_kept(proof: Proof, why: str) -> None:
    one = judge(Prover(lambda design: proof))
    verdict = accept(one, change=[KEEP_14_DAYS], understood=[FORTNIGHT], not_understood=[SNOWFLAKE])
    assert not verdict.done
    assert why in verdict.told
    assert one.best is None
    assert why in one.why


@pytest.mark.parametrize(
    ("place", "kept"),
    [("evil.fifo.example", False), ("house.example", True)],
)
def test_a_place_that_the_answer_brought_is_refused(place: str, kept: bool) -> None:
    def proof(design: Design) -> Proof:
        return replace(GOOD, results=planned(change("aws_sqs_queue.sqs", site=f"https://{place}/x")).results)

    given = KEEP_14_DAYS | {"arguments": {"fifo_throughput_limit": "fifo"}}
    one = judge(Prover(proof))
    verdict = accept(one, change=[given], understood=[FORTNIGHT], not_understood=[SNOWFLAKE])
    assert (one.best is not None) is kept
    assert kept or f"it names {place}" in verdict.told
    told = judge(Prover(proof), f"{ISSUE} Send it to {place}.")
    accept(told, change=[given], understood=[FORTNIGHT], not_understood=[SNOWFLAKE])
    assert told.best is not None


@pytest.mark.parametrize(
    ("variables", "kept"), [({"STAGE": "prod"}, False), ({"DYNAMODB_TABLE_NAME": "mine"}, False), ({}, True)]
)
def test_an_environment_of_the_answer_leaves_what_is_composed(variables: dict[str, str], kept: bool) -> None:
    environment = {"arguments": {"environment": [{"variables": variables}]}} if variables else {}
    worker = {"component": "lambda.lambda", "quote": FORTNIGHT, "settings": {"memory": 1024}, **environment}
    one = judge(Prover())
    verdict = accept(one, change=[KEEP_14_DAYS, worker], understood=[FORTNIGHT], not_understood=[SNOWFLAKE])
    assert (one.best is not None) is kept
    assert kept or "is given by rule and stays as it is" in verdict.told


def test_it_is_told_what_the_checks_say() -> None:
    step = replace(stack_result(status="failed").steps[0], detail="Error: no such argument")
    proof = replace(
        GOOD,
        planned=False,
        findings=(finding("CKV_AWS_27", resource="aws_sqs_queue.sqs", severity=Severity.HIGH),),
        results=(stack_result("stacks/t", "failed", steps=(step,)),),
    )
    verdict = accept(judge(Prover(lambda design: proof)), change=[KEEP_14_DAYS], understood=[FORTNIGHT])
    assert "plan failed: Error: no such argument" in verdict.told
    assert "high CKV_AWS_27 at " in verdict.told


def test_a_late_bad_answer_costs_nothing_and_a_better_one_wins() -> None:
    cost = {1209600: Decimal(5), 86400: Decimal(3)}

    def priced(design: Design) -> Proof:
        queue = next(one for one in design.request.components if one.kind == "sqs")
        return replace(GOOD, monthly=cost.get(queue.settings.get("message_retention", 0)))

    one = judge(Prover(priced))
    first = accept(one, change=[KEEP_14_DAYS], understood=[FORTNIGHT])
    assert not first.done
    cheaper = KEEP_14_DAYS | {"settings": {"message_retention": 86400}}
    accept(one, change=[cheaper], understood=[FORTNIGHT])
    assert one.best
    assert one.best.proof.monthly == Decimal(3)
    with pytest.raises(ValueError, match="no parameter"):
        accept(one, change=[KEEP_14_DAYS | {"settings": {"nothing": 1}}])
    accept(one, change=[KEEP_14_DAYS], understood=[FORTNIGHT])
    assert one.best.proof.monthly == Decimal(3)


def test_what_the_draft_builds_is_not_lost_on_the_way() -> None:
    def forgetful(request: Request) -> Design:
        design = make(request)
        if request.components == floor.request.components:
            return design
        kept = tuple(one for one in design.resources.resources if one.component != "dynamodb.dynamodb")
        return replace(design, resources=replace(design.resources, resources=kept))

    floor = make(REASONER.read(ISSUE))
    one = Judge(floor, (ISSUE,), SERVICES, forgetful, Prover())
    verdict = accept(one, change=[KEEP_14_DAYS], understood=[FORTNIGHT])
    assert "nothing would be built any more for dynamodb.dynamodb" in verdict.told
    assert one.best is None


def test_what_cannot_be_built_at_all_is_told() -> None:
    def broken(request: Request) -> Design:
        raise WiringError("a circle")

    one = Judge(make(REASONER.read(ISSUE)), (ISSUE,), SERVICES, broken, Prover())
    with pytest.raises(ValueError, match="this cannot be built: a circle"):
        accept(one, change=[KEEP_14_DAYS], understood=[FORTNIGHT])
    assert "a circle" in one.why


def test_giving_up_is_an_answer_once_everything_is_named() -> None:
    one = judge(Prover())
    assert not accept(one).done
    assert not accept(one, not_understood=[FORTNIGHT]).done
    assert accept(one, not_understood=[FORTNIGHT, SNOWFLAKE]).done
    assert one.best is None


EMPTY = "Please set up the thing where customers drop off parcels of text and we look at them later"
PARCELS = {"kind": "sqs", "label": "parcels", "quote": "customers drop off parcels of text"}


def test_where_the_draft_is_empty_anything_that_passes_is_more() -> None:
    prove = Prover()
    one = judge(prove, EMPTY)
    accept(one, add=[PARCELS])
    assert one.best
    assert [component.id for component in one.best.design.request.components] == ["sqs.parcels"]
    assert len(prove.asked) == 1  # there is nothing to prove of the draft


@pytest.mark.parametrize("proof", [replace(GOOD, planned=False), replace(GOOD, gate=Gate("failed", ("x",)))])
def test_where_the_draft_is_empty_what_fails_the_checks_is_not_more(proof: Proof) -> None:
    one = judge(Prover(lambda design: proof), EMPTY)
    assert not accept(one, add=[PARCELS]).done
    assert one.best is None


def test_where_the_draft_is_empty_the_quote_must_be_the_users_all_the_same() -> None:
    with pytest.raises(ValueError, match="not in the issue"):
        accept(judge(Prover(), EMPTY), add=[PARCELS | {"quote": "and a Kafka cluster"}])


def test_a_revision_that_no_rule_could_read() -> None:
    revision = "let the backlog survive a long weekend"
    floor = replace(REASONER.read(ISSUE), not_understood=(revision,))
    one = Judge(make(floor), (ISSUE, revision), SERVICES, make, Prover())
    verdict = accept(one, change=[KEEP_14_DAYS | {"quote": revision}], understood=[revision])
    assert verdict.done
    assert one.best
    assert one.best.open == ()


def test_circles_are_built_as_far_as_they_can_be() -> None:
    pairs = [("sqs.sqs", "lambda.lambda"), ("lambda.lambda", "dynamodb.dynamodb"), ("dynamodb.dynamodb", "sqs.sqs")]
    relations = [
        {"source": source, "kind": kind, "target": target, "quote": FORTNIGHT}
        for source, target in pairs
        for kind in ("triggers", "in", "encrypts", "fronts")
    ]
    one = judge(Prover())
    accept(one, relate=relations, understood=[FORTNIGHT])
    assert one.best
    assert one.best.design.request.components == one._floor.request.components


ODD = st.one_of(
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.sampled_from(["", "x", "*", "${a}", "%{x}", "0.0.0.0/0", "\u202e", "\ud800", "é" * 70, FORTNIGHT, '"\n}']),
)
NAMES = st.sampled_from(
    ["sqs.sqs", "lambda.lambda", "nothing", "", "sqs", "aws_sqs_queue", "aws_iam_role", "fifo", "message_retention",
     "redrive_policy", "name", "a.b.0.c", "\u202e", "x" * 200, FORTNIGHT, SNOWFLAKE]
)  # fmt: skip
DETAILS = {
    "quote": st.sampled_from([FORTNIGHT, SNOWFLAKE, "nothing of the kind"]),
    "settings": st.dictionaries(NAMES, st.one_of(ODD, st.lists(ODD, max_size=3)), max_size=2),
    "arguments": st.dictionaries(NAMES, st.one_of(ODD, st.dictionaries(NAMES, ODD, max_size=2)), max_size=2),
    "name": st.one_of(st.none(), NAMES),
    "region": st.one_of(st.none(), NAMES),
    "tags": st.dictionaries(NAMES, NAMES, max_size=1),
}
ANSWERS = st.fixed_dictionaries(
    {
        "add": st.lists(
            st.fixed_dictionaries({"kind": NAMES, "label": st.sampled_from(["a", "sqs", "lambda"])} | DETAILS),
            max_size=2,
        ),
        "change": st.lists(st.fixed_dictionaries({"component": NAMES} | DETAILS), max_size=2),
        "remove": st.lists(st.fixed_dictionaries({"component": NAMES, "quote": DETAILS["quote"]}), max_size=1),
        "understood": st.lists(NAMES, max_size=3),
        "not_understood": st.lists(NAMES, max_size=3),
    }
)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(ANSWERS)
def test_whatever_a_model_says_is_judged(answer: dict[str, Any]) -> None:
    """Nothing but ValueError comes of it, and nothing of the draft is lost."""
    one = judge(Prover())
    try:
        accept(one, **answer)
    except ValueError:
        assert one.best is None
    if one.best:
        assert {c.id for c in one._floor.request.components} <= {c.id for c in one.best.design.request.components}
