"""Node groups that a request names."""

from app.domain.request import Component
from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part


def test_named_groups_take_the_place_of_the_usual_one() -> None:
    built = composed(
        part("main", "eks"),
        part("general", "eks_node_group", instance_type="m6i.large", nodes=3, maximum=6),
        part("batch", "eks_node_group", capacity="SPOT", minimum=0, maximum=10),
    )
    groups = all_of(built, "aws_eks_node_group")
    assert set(groups) == {"general", "batch"}
    assert groups["general"].body["scaling_config"] == {"desired_size": 3, "min_size": 1, "max_size": 6}
    assert groups["batch"].body["scaling_config"] == {"desired_size": 0, "min_size": 0, "max_size": 10}
    assert groups["batch"].body["capacity_type"] == "SPOT"
    assert {one.body["cluster_name"] for one in groups.values()} == {Ref("aws_eks_cluster.main", "name")}


def test_a_group_alone_brings_its_cluster() -> None:
    named = Component(id="g", kind="aws_eks_node_group", label="workers")
    built = composed(named)
    assert len(all_of(built, "aws_eks_cluster")) == 1
    assert set(all_of(built, "aws_eks_node_group")) == {"workers"}
    assert body_of(built, "aws_eks_node_group")["node_role_arn"] == Ref("aws_iam_role.workers_node", "arn")


def test_no_more_nodes_than_the_most() -> None:
    built = composed(part("main", "eks"), part("g", "eks_node_group", nodes=10, maximum=6))
    assert body_of(built, "aws_eks_node_group")["scaling_config"]["desired_size"] == 6
