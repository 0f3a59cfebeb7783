from app.domain.repo import Conventions
from app.domain.request import Relation, Settlement
from app.reasoning.offline.build.compose import compose
from app.reasoning.offline.design.design import design
from tests.unit.reasoning.offline.small_catalogue import SERVICES, component, request_of

REQUEST = request_of(
    [component("lambda", "worker"), component("rds", "db"), component("sqs", "jobs", count=2)],
    [Relation("jobs", "triggers", "worker"), Relation("worker", "uses", "db")],
    constraints={"budget_monthly": 90.0},
    settled=(Settlement("one region and two", "one", "the first counts"),),
)


def test_one_truth_for_design_and_code() -> None:
    architecture = design(REQUEST, Conventions(), SERVICES)
    resources = compose(REQUEST, architecture, Conventions(), SERVICES)
    assert [one.id for one in architecture.components] == ["worker", "db", "jobs", "jobs-2", "vpc"]
    assert {one.component for one in resources.resources} <= {"", *(one.id for one in architecture.components)}
    store = next(one for one in resources.resources if one.type == "aws_db_instance")
    assert store.body["multi_az"] is False


def test_everything_is_told() -> None:
    architecture = design(REQUEST, Conventions(), SERVICES)
    assert architecture.patterns == ("Queue with workers and a dead-letter queue",)
    assert architecture.settled[0].conflict == "one region and two"
    assert len(architecture.settled) == 2
    assert architecture.diagram.startswith("flowchart LR\n")
    assert architecture.titles["worker"] == "Program"
    keys = [(one.about, one.title) for one in architecture.decisions]
    assert len(keys) == len(set(keys))


def test_it_is_deterministic() -> None:
    assert design(REQUEST, Conventions(), SERVICES) == design(REQUEST, Conventions(), SERVICES)


def test_nothing_asked_gives_nothing() -> None:
    architecture = design(request_of(), Conventions(), SERVICES)
    assert architecture.components == ()
    assert architecture.diagram == "flowchart LR"
