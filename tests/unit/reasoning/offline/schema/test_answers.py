"""What directives stand for."""

from typing import Any

import pytest

from app.domain.request import Component
from app.domain.resources import Call, Ref, Var
from app.knowledge.arguments import known
from app.knowledge.catalogue.base import Network
from app.reasoning.offline.schema.answers import ANSWERS, Place, first_of
from app.reasoning.offline.schema.directives import template


class SmallSite:
    """As much of a site as answers need; records what was added."""

    def __init__(self) -> None:
        self.added: list[tuple[str, str, dict[str, Any]]] = []
        self.roles: list[tuple[Any, str, tuple[str, ...]]] = []

    def network(self, component: Component) -> Network:
        return Network(Ref("aws_vpc.m"), Var("cidr"), ["pub"], Ref("aws_subnet.p", "[*].id"), Var("tables"), "m")

    def add(self, kind: str, label: str, body: dict[str, Any], **options: Any) -> str:
        self.added.append((kind, label, body))
        return f"{'data.' if options.get('data') else ''}{kind}.{label}"

    def role(self, component: Component, principal: Any, *, label: str = "", managed: tuple[str, ...] = ()) -> str:
        self.roles.append((principal, label, managed))
        return f"aws_iam_role.{label}"

    def variable(self, name: str, kind: str, description: str, default: Any) -> Var:
        self.added.append((name, description, {"default": default}))
        return Var(name)

    def security_group(self, component: Component, description: str) -> Ref:
        return Ref("aws_security_group.g")


def answer(word: str, kind: str, argument: str, site: SmallSite | None = None, label: str = "jobs") -> Any:
    place = Place(Component("c", kind, label), site or SmallSite(), known(), kind, argument)  # type: ignore[arg-type]
    return ANSWERS[word](place)


@pytest.mark.parametrize(
    ("word", "argument", "expected"),
    [
        ("vpc", "vpc_id", Ref("aws_vpc.m")),
        ("vpc_cidr", "cidr", Var("cidr")),
        ("subnets", "subnet_ids", Ref("aws_subnet.p", "[*].id")),
        ("subnets", "public_subnet_ids", ["pub"]),
        ("subnet", "subnet_id", Ref("aws_subnet.p", "[0].id")),
        ("public_subnet", "subnet_id", "pub"),
        ("groups", "security_groups", [Ref("aws_security_group.g")]),
        ("label", "x", "jobs"),
        ("zone", "availability_zone", Ref("data.aws_availability_zones.available", "names[0]")),
        ("image", "ami", Ref("data.aws_ami.amazon_linux")),
        ("password", "password", Ref("random_password.jobs", "result")),
        ("public_key", "public_key", Ref("tls_private_key.jobs", "public_key_openssh")),
        ("public_pem", "x", Ref("tls_private_key.jobs", "public_key_pem")),
        ("private_pem", "x", Ref("tls_private_key.jobs", "private_key_pem")),
        ("certificate_pem", "x", Ref("tls_self_signed_cert.jobs", "cert_pem")),
        ("request_pem", "x", Ref("tls_cert_request.jobs", "cert_request_pem")),
    ],
)
def test_answers(word: str, argument: str, expected: Any) -> None:
    assert answer(word, "aws_x_y", argument) == expected


def test_roles_by_argument() -> None:
    site = SmallSite()
    assert answer("role", "aws_ecs_task_definition", "execution_role_arn", site) == Ref(
        "aws_iam_role.jobs_execution", "arn"
    )
    assert answer("role_name", "aws_dax_cluster", "role", site) == Ref("aws_iam_role.jobs", "name")
    assert site.roles == [
        ("ecs-tasks.amazonaws.com", "jobs_execution", ("service-role/AmazonECSTaskExecutionRolePolicy",)),
        ("dax.amazonaws.com", "jobs", ()),
    ]


def test_what_only_the_owner_knows_is_an_input() -> None:
    site = SmallSite()
    assert answer("input", "aws_x_y", "slack_team_id", site) == Var("jobs_slack_team_id")
    assert answer("input", "aws_x_y", "tenant", site, label="main") == Var("x_y_tenant")
    assert site.added[0] == ("jobs_slack_team_id", "Slack team id of the x y.", {"default": "T0123456789"})


def test_first_of() -> None:
    assert first_of([]) is None
    assert first_of(Var("ids")) == Call("element", (Var("ids"), 0))


def test_every_place_of_a_text_has_an_answer() -> None:
    class Words:
        def ask(self, word: str, hint: str) -> str:
            assert word in ANSWERS
            return word

        def refer_each(self, kind: str, attribute: str) -> list[Any]:
            return []

        def refer(self, kind: str, attribute: str, hint: str) -> Any: ...
        def present(self, kind: str, attribute: str) -> Any: ...

    template("{account}{region}{partition}{name}{label}", Words(), "x")
