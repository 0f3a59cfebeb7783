import pytest

from app.domain.request import Component, Relation
from app.domain.resources import Ref
from app.knowledge.catalogue.base import Ports, Service, Site
from tests.unit.reasoning.offline.small_catalogue import SERVICES as SMALL
from tests.unit.reasoning.offline.small_catalogue import built_of, component, resource


def _role(one: Component, site: Site) -> Ports:
    address = site.role(one, str(site.setting(one, "principal")))
    return Ports(address, arn=Ref(address, "arn"), role=address)


SERVICES = {
    **SMALL,
    "iam_role": Service("iam_role", "Role", "identity", "aws_iam_role", ("role",), _role, shape="security"),
}
RUNNER, WORKER, OTHER = component("iam_role", "runner"), component("lambda", "worker"), component("lambda", "other")


def roles(*components: Component, relations: tuple[Relation, ...] = ()) -> dict[str, str]:
    """The role of each function, by the function's label."""
    built = built_of(components, relations, services=SERVICES)
    assert built.wrong == ()
    functions = [one for one in built.resources.resources if one.type == "aws_lambda_function"]
    return {one.label: one.body["role"].address for one in functions}


def test_the_only_program_runs_as_the_named_role() -> None:
    for order in ((RUNNER, WORKER), (WORKER, RUNNER)):
        assert roles(*order) == {"worker": "aws_iam_role.runner"}
    built = built_of([RUNNER, WORKER], services=SERVICES)
    assume = resource(built, "data.aws_iam_policy_document.runner_assume").body["statement"]
    assert assume[0]["principals"][0]["identifiers"] == ["lambda.amazonaws.com"]
    assert [one.label for one in built.resources.resources if one.type == "aws_iam_role"] == ["runner"]
    policies = [one.label for one in built.resources.resources if one.type == "aws_iam_role_policy_attachment"]
    assert policies == ["runner_aws_lambda_vpc_access_execution_role"]


@pytest.mark.parametrize("kind", ["uses", "attached"])
def test_a_relation_says_whose_role_it_is(kind: str) -> None:
    found = roles(RUNNER, WORKER, OTHER, relations=(Relation("other", kind, "runner"),))
    assert found == {"worker": "aws_iam_role.worker", "other": "aws_iam_role.runner"}


def test_without_a_word_nobody_of_several_gets_it() -> None:
    assert roles(RUNNER, WORKER, OTHER) == {"worker": "aws_iam_role.worker", "other": "aws_iam_role.other"}
