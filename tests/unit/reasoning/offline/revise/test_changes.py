"""Changes to a request."""

from app.domain.request import Component, Constraints, Relation, Request, WantedOutput
from app.knowledge.catalogue.registry import SERVICES
from app.reasoning.offline.revise import changes

QUEUE = Component("sqs.jobs", "sqs", "jobs", "jobs", {"fifo": True})
WORKER = Component("lambda.worker", "lambda", "worker")
REQUEST = Request(
    "Jobs",
    "jobs",
    components=(QUEUE, WORKER),
    relations=(Relation("lambda.worker", "reads", "sqs.jobs"),),
    outputs=(WantedOutput("url", "sqs.jobs", "url"),),
)


def test_a_new_engine_takes_the_old_ones_version_with_it() -> None:
    old = Component("rds.a", "rds", "a", settings={"engine": "mysql", "engine_version": "8.0", "multi_az": True})
    said = Component("x", "rds", "x", settings={"engine": "postgres"})
    assert changes.overridden(old, said, counted=False).settings == {"engine": "postgres", "multi_az": True}


def test_a_number_counts_where_it_was_said() -> None:
    two = Component("ec2.a", "ec2", "a", count=2)
    one = Component("x", "ec2", "x", count=1)
    assert changes.overridden(two, one, counted=False).count == 2
    assert changes.overridden(two, one, counted=True).count == 1


def test_a_new_thing_gets_an_id_of_its_own_and_is_no_longer_refused() -> None:
    refused = Request("t", "t", components=(QUEUE,), constraints=Constraints(refused=("sqs", "queue", "nat")))
    request, made = changes.added(refused, QUEUE, {"queue"})
    assert made == "sqs.jobs_2"
    assert request.constraints.refused == ("nat",)


def test_what_goes_takes_relations_and_outputs_along() -> None:
    request = changes.without(REQUEST, [QUEUE])
    assert (request.relations, request.outputs, request.constraints.refused) == ((), (), ("sqs",))
    two = Request("t", "t", components=(QUEUE, Component("sqs.b", "sqs", "b")))
    assert changes.without(two, [QUEUE]).constraints.refused == ()


def test_another_kind_in_its_place() -> None:
    request = changes.exchanged(REQUEST, QUEUE, Component("x", "kinesis", "kinesis"), SERVICES)
    stream = request.components[-1]
    assert (stream.kind, stream.name, stream.label) == ("kinesis", "jobs", "jobs")
    assert request.relations == (Relation("lambda.worker", "reads", stream.id),)
    assert request.outputs[0].component == stream.id


def test_bounds_are_replaced_or_joined() -> None:
    known = Request("t", "t", constraints=Constraints("us-east-1", ("us-east-1",), environments=("dev", "prod")))
    said = Constraints("eu-west-1", ("eu-west-1",), environments=("staging",))
    assert changes.constrained(known, said, also=False).constraints.regions == ("eu-west-1",)
    joined = changes.constrained(known, said, also=True).constraints
    assert (joined.region, joined.regions) == ("us-east-1", ("us-east-1", "eu-west-1"))
    assert joined.environments == ("dev", "prod", "staging")


def test_a_framework_forbids_a_wish_whenever_either_came() -> None:
    for first, second in (
        (Constraints(frameworks=("hipaa",)), Constraints(allowed=("public_bucket",))),
        (Constraints(allowed=("public_bucket",)), Constraints(frameworks=("hipaa",))),
    ):
        request = changes.constrained(Request("t", "t", constraints=first), second, also=False)
        assert request.constraints.allowed == ()
        assert request.settled[0].decision == "not done"


def test_a_name_changes_and_the_id_stays() -> None:
    renamed = changes.renamed(QUEUE, "my-orders")
    assert (renamed.id, renamed.name, renamed.label) == ("sqs.jobs", "my-orders", "my_orders")
