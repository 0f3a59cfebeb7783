"""Kubernetes."""

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import accepted, all_of, body_of, composed, part


def test_the_control_plane_is_private_logged_and_encrypted() -> None:
    built = composed(part("main", "eks"))
    body = body_of(built, "aws_eks_cluster")
    assert body["vpc_config"]["endpoint_public_access"] is False
    assert set(body["enabled_cluster_log_types"]) >= {"api", "audit", "authenticator"}
    assert body["encryption_config"]["resources"] == ["secrets"]
    provider = body_of(built, "aws_iam_openid_connect_provider")
    assert provider["url"] == Ref("aws_eks_cluster.main", "identity[0].oidc[0].issuer")


def test_it_waits_for_its_policy_and_its_log_group() -> None:
    (cluster,) = all_of(composed(part("main", "eks")), "aws_eks_cluster").values()
    assert cluster.depends_on == (
        "aws_iam_role_policy_attachment.main_cluster_eks_cluster_policy",
        "aws_cloudwatch_log_group.main",
    )


def test_a_public_endpoint_is_written_and_explained_when_asked_for() -> None:
    built = composed(part("main", "eks", public_endpoint=True))
    assert accepted(built, "aws_eks_cluster.main") == {"CKV_AWS_38", "CKV_AWS_39"}
    narrow = composed(part("main", "eks", public_cidrs=["198.51.100.0/24"]))
    assert body_of(narrow, "aws_eks_cluster")["vpc_config"]["public_access_cidrs"] == ["198.51.100.0/24"]
    assert not accepted(narrow, "aws_eks_cluster.main")


def test_the_version_is_a_text() -> None:
    assert body_of(composed(part("main", "eks", version=1.34)), "aws_eks_cluster")["version"] == "1.34"
