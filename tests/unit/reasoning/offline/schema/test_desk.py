"""What a resource refers to: the right one of those there, the catalogue's, a new one, within bounds."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.request import Component, Relation, Request
from app.domain.resources import Ref
from app.knowledge.arguments import known
from app.reasoning.offline.schema.desk import DEPTH, Desk, attribute_of


class Ground:
    """A site on which resources lie about."""

    def __init__(self, *present: str, wanted: tuple[Component, ...] = ()) -> None:
        self.present = present
        self.request = Request("t", "t", components=wanted)

    def resources_of(self, kind: str, near: Component | None = None) -> tuple[str, ...]:
        return tuple(address for address in self.present if address.startswith(f"{kind}."))


def desk(ground: Ground, *chain: str, made: list[Component] | None = None) -> Desk:
    def write_other(component: Component, below: tuple[str, ...]) -> str:
        if made is not None:
            made.append(component)
        return f"{component.kind}.{component.label}"

    return Desk(Component("c", chain[-1], "jobs"), ground, known(), {}, write_other, chain)  # type: ignore[arg-type]


def test_what_is_there_is_used() -> None:
    answers = desk(Ground("aws_dms_endpoint.a"), "aws_dms_replication_task")
    assert answers.refer("aws_dms_endpoint", "endpoint_arn", "source_endpoint_arn") == Ref(
        "aws_dms_endpoint.a", "endpoint_arn"
    )


def test_the_far_side_is_another_one() -> None:
    made: list[Component] = []
    answers = desk(Ground("aws_dms_endpoint.a"), "aws_dms_replication_task", made=made)
    near = answers.refer("aws_dms_endpoint", "endpoint_arn", "source_endpoint_arn")
    far = answers.refer("aws_dms_endpoint", "endpoint_arn", "target_endpoint_arn")
    assert (near.address, far.address) == ("aws_dms_endpoint.a", "aws_dms_endpoint.jobs_target")
    assert made[0].arguments == {"endpoint_type": "target"}


def test_two_that_are_there_are_the_two_sides() -> None:
    answers = desk(Ground("aws_dms_endpoint.a", "aws_dms_endpoint.b"), "aws_dms_replication_task")
    near = answers.refer("aws_dms_endpoint", "endpoint_arn", "source_endpoint_arn")
    far = answers.refer("aws_dms_endpoint", "endpoint_arn", "target_endpoint_arn")
    assert (near.address, far.address) == ("aws_dms_endpoint.a", "aws_dms_endpoint.b")


def test_the_far_side_is_the_one_that_is_called_so() -> None:
    answers = desk(Ground("aws_vpc.peer", "aws_vpc.base"), "aws_vpc_peering_connection")
    peer = answers.refer("aws_vpc", "id", "peer_vpc_id")
    assert peer == Ref("aws_vpc.peer", "id")
    assert answers.refer("aws_vpc", "id", "vpc_id") == Ref("aws_vpc.base", "id")


@pytest.mark.parametrize(("related", "expected"), [(True, ["aws_dax_cluster.a", "aws_dax_cluster.b"]), (False, [])])
def test_each_of_several_that_belong_to_it_is_referred_to(related: bool, expected: list[str]) -> None:
    wanted = tuple(Component(label, "aws_dax_cluster", label) for label in ("a", "b"))
    ground = Ground("aws_dax_cluster.a", wanted=wanted)
    relations = tuple(Relation(one.id, "attached", "c") for one in wanted) if related else ()
    ground.request = replace(ground.request, relations=relations)
    found = desk(ground, "aws_other_group").refer_each("aws_dax_cluster", "arn")
    assert [one.address for one in found] == expected


def test_a_wanted_one_is_written_before_a_new_one() -> None:
    made: list[Component] = []
    wanted = Component("w", "aws_transfer_server", "entry")
    answers = desk(Ground(wanted=(wanted,)), "aws_transfer_user", made=made)
    assert answers.refer("aws_transfer_server", "id", "server_id") == Ref("aws_transfer_server.entry")
    assert made == [wanted]


def test_circles_and_depth_end() -> None:
    assert desk(Ground(), "aws_a", "aws_transfer_user").refer("aws_a", "id", "a_id") is None
    assert desk(Ground(), *["aws_x"] * DEPTH).refer("aws_transfer_server", "id", "server_id") is None
    assert desk(Ground(), "aws_x").refer("aws_no_such_type", "id", "x") is None


def test_unknown_words_have_no_answer() -> None:
    assert desk(Ground(), "aws_x").ask("nonsense", "x") is None


def test_present_needs_the_attribute() -> None:
    answers = desk(Ground("aws_eks_cluster.main"), "aws_eks_cluster_auth")
    assert answers.present("aws_eks_cluster", "name") == Ref("aws_eks_cluster.main", "name")
    assert answers.present("aws_eks_cluster", "nothing") is None


@pytest.mark.parametrize(
    ("value", "attribute", "expected"),
    [
        (Ref("aws_vpc.m"), "arn", Ref("aws_vpc.m", "arn")),
        (Ref("aws_subnet.p", "[0].id"), "arn", Ref("aws_subnet.p", "[0].arn")),
        ("x", "arn", "x"),
    ],
)
def test_attribute_of(value: Any, attribute: str, expected: Any) -> None:
    assert attribute_of(value, attribute) == expected
