"""Nodes."""

from typing import Any

import pytest

from app.domain.resources import Var
from tests.unit.knowledge.catalogue.composed import BOTH, all_of, body_of, composed, part


def test_nodes_wait_for_the_policies_of_their_role() -> None:
    built = composed(part("main", "eks"), environments=BOTH)
    (group,) = all_of(built, "aws_eks_node_group").values()
    attached = all_of(built, "aws_iam_role_policy_attachment")
    assert len(group.depends_on) == 3
    assert {one.rpartition(".")[2] for one in group.depends_on} <= set(attached)


@pytest.mark.parametrize(
    ("settings", "sizes"),
    [({"nodes": 3}, (3, 1, 6)), ({"nodes": 2, "minimum": 2, "maximum": 5}, (2, 2, 5)), ({"nodes": 0}, (0, 0, 1))],
)
def test_stated_sizes(settings: dict[str, Any], sizes: tuple[int, int, int]) -> None:
    scaling = body_of(composed(part("main", "eks", **settings)), "aws_eks_node_group")["scaling_config"]
    assert (scaling["desired_size"], scaling["min_size"], scaling["max_size"]) == sizes


def test_open_sizes_are_inputs() -> None:
    scaling = body_of(composed(part("main", "eks"), environments=BOTH), "aws_eks_node_group")["scaling_config"]
    assert scaling["max_size"] == Var("main_maximum")


@pytest.mark.parametrize(
    ("kind", "image"), [("m7g.large", "AL2023_ARM_64_STANDARD"), ("m6i.large", "AL2023_x86_64_STANDARD")]
)
def test_the_image_fits_the_processor(kind: str, image: str) -> None:
    body = body_of(composed(part("main", "eks", instance_type=kind, capacity="SPOT")), "aws_eks_node_group")
    assert (body["ami_type"], body["capacity_type"]) == (image, "SPOT")


def test_fargate_profiles_take_the_place_of_nodes() -> None:
    built = composed(part("main", "eks", fargate=True, namespaces=["shop"]))
    assert not all_of(built, "aws_eks_node_group")
    selectors = body_of(built, "aws_eks_fargate_profile")["selector"]
    assert [one["namespace"] for one in selectors] == ["shop", "default", "kube-system"]


def test_pods_have_a_role_only_where_they_need_one() -> None:
    assert "aws_eks_pod_identity_association" not in {
        one.type for one in composed(part("main", "eks")).resources.resources
    }
    built = composed(part("main", "eks"), part("t", "dynamodb"), relations=("main writes t",))
    trust = body_of(built, "aws_iam_role", "main_workload")["assume_role_policy"].value["Statement"][0]
    assert trust["Action"] == ["sts:AssumeRole", "sts:TagSession"]


def test_the_disk_driver_is_added_when_volumes_are_wanted() -> None:
    names = {
        one.body["addon_name"] for one in all_of(composed(part("main", "eks", ebs_csi=True)), "aws_eks_addon").values()
    }
    assert names == {"vpc-cni", "kube-proxy", "coredns", "eks-pod-identity-agent", "aws-ebs-csi-driver"}
