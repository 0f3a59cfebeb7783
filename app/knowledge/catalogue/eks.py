"""Amazon EKS: Kubernetes with managed nodes."""

from typing import Any

from app.domain.architecture import Alternative, Decision
from app.domain.request import Component
from app.domain.resources import Ref, Template
from app.knowledge.catalogue.base import Parameter, Ports, Service, Site
from app.knowledge.catalogue.eks_nodes import (
    NODE_PARAMETERS,
    add_addons,
    add_fargate,
    add_nodes,
    add_workload_role,
    attach,
)
from app.knowledge.catalogue.kinds import kind_of

VERSION = "1.35"
"""Kubernetes version where none was stated; the newest that the scanners know to be supported."""

LOGS = ["api", "audit", "authenticator", "controllerManager", "scheduler"]


def _public(component: Component, site: Site) -> bool:
    """Whether the request wants the API to be reached from the internet."""
    return bool(site.setting(component, "public_endpoint")) or site.setting(component, "endpoint") == "public"


def _cluster(component: Component, site: Site, role: str, key: Ref) -> str:
    network = site.network(component)
    public = _public(component, site)
    ranges = site.setting(component, "public_cidrs")
    address = site.add(
        "aws_eks_cluster",
        component.label,
        {
            "name": site.name(component, limit=100),
            "role_arn": Ref(role, "arn"),
            "version": str(site.setting(component, "version")),
            "enabled_cluster_log_types": LOGS,
            "deletion_protection": site.variable(
                "cluster_deletion_protection",
                "bool",
                "Whether clusters are protected against deletion.",
                True,
                by_environment={"dev": True, "prod": True},
            ),
            "access_config": {"authentication_mode": "API", "bootstrap_cluster_creator_admin_permissions": True},
            "encryption_config": {"resources": ["secrets"], "provider": {"key_arn": key}},
            "vpc_config": {
                "subnet_ids": network.private,
                "endpoint_private_access": True,
                "endpoint_public_access": bool(public or ranges),
                "public_access_cidrs": list(ranges) if ranges else None,
            },
            "upgrade_policy": {"support_type": "STANDARD"},
        },
        component=component,
    )
    if public and not ranges:
        reason = "The request asks for an API endpoint that can be reached from the internet; sign-in is required."
        site.accept("CKV_AWS_38", reason, address)
        site.accept("CKV_AWS_39", reason, address)
    return address


def wire(component: Component, site: Site) -> Ports:
    """Cluster with its role, logs and encryption, the OIDC provider, nodes or Fargate profiles, and add-ons."""
    role = site.role(component, "eks.amazonaws.com", label=f"{component.label}_cluster")
    key = site.key("logs.amazonaws.com")
    site.allow(role, ("kms:Encrypt", "kms:Decrypt", "kms:DescribeKey", "kms:CreateGrant"), (key,), sid="EncryptSecrets")
    log_name = Template(("/aws/eks/", site.name(component, limit=100), "/cluster"))
    logs = site.log_group(component, log_name, label=component.label)
    cluster = _cluster(component, site, role, key)
    site.set(cluster, "depends_on", [attach(component, site, role, "AmazonEKSClusterPolicy"), logs.address])
    site.add(
        "aws_iam_openid_connect_provider",
        component.label,
        {"url": Ref(cluster, "identity[0].oidc[0].issuer"), "client_id_list": ["sts.amazonaws.com"]},
        component=component,
        concern="identity",
        comment="Lets service accounts of the cluster assume IAM roles.",
    )
    extra: dict[str, Any] = {"private": True, "target_type": "ip", "cluster_name": Ref(cluster, "name")}
    if site.setting(component, "fargate"):
        add_fargate(component, site, cluster)
    elif not any(kind_of(other) == "eks_node_group" for other in site.request.components):
        extra["nodes"] = add_nodes(component, site, cluster)
    add_addons(component, site, cluster)
    site.decide(
        Decision(
            title=f"API endpoint of {component.label}",
            choice="public and private" if _public(component, site) else "private",
            why="The Kubernetes API is reached from inside the VPC (Session Manager, VPN or a runner in it).",
            alternatives=(Alternative("public endpoint", "opens the control plane to the internet"),),
            about=component.id,
        )
    )
    name = component.label.replace("-", "_")
    site.output(f"{name}_cluster_name", Ref(cluster, "name"), "Name of the EKS cluster.")
    site.output(f"{name}_cluster_endpoint", Ref(cluster, "endpoint"), "Address of the Kubernetes API.")
    return Ports(
        address=cluster,
        arn=Ref(cluster, "arn"),
        handle=Ref(cluster, "name"),
        handle_name="CLUSTER",
        role=add_workload_role(component, site, cluster),
        security_group=Ref(cluster, "vpc_config[0].cluster_security_group_id"),
        port=443,
        principal="eks.amazonaws.com",
        extra=extra,
    )


SERVICE = Service(
    id="eks",
    title="Amazon EKS",
    concern="compute",
    primary="aws_eks_cluster",
    words=("eks", "eks cluster", "amazon eks", "kubernetes", "kubernetes cluster", "k8s", "k8s cluster", "cluster eks",
           "cluster de kubernetes", "cluster kubernetes"),
    weak_words=("cluster",),
    wire=wire,
    types=(
        "aws_eks_node_group", "aws_eks_addon", "aws_eks_fargate_profile", "aws_eks_access_entry",
        "aws_eks_access_policy_association", "aws_eks_pod_identity_association", "aws_iam_openid_connect_provider",
        "aws_launch_template", "aws_iam_role", "aws_iam_role_policy_attachment", "aws_cloudwatch_log_group",
    ),
    parameters=(
        Parameter("version", "version", ("version", "kubernetes version", "k8s version", "version de kubernetes"),
                  argument="version", default=VERSION),
        *NODE_PARAMETERS,
        Parameter("fargate", "flag", ("fargate profile", "on fargate", "perfil de fargate", "fargate")),
        Parameter("namespaces", "list", ("namespace", "espacio de nombres")),
        Parameter("endpoint", "choice", ("api endpoint", "endpoint", "control plane", "cluster endpoint",
                                         "endpoint de la api"),
                  choices={"private": "private", "public": "public", "privado": "private", "publico": "public"}),
        Parameter("public_endpoint", "flag", ("public endpoint", "public api", "endpoint publico", "public access")),
        Parameter("public_cidrs", "list", ("public access cidr", "allowed cidr", "allowed from", "accessible from")),
        Parameter("ebs_csi", "flag", ("ebs csi", "persistent volume", "ebs volume", "volumen persistente")),
    ),
    shape="compute",
    summary="A private Kubernetes control plane with logs, encrypted secrets and managed nodes.",
)  # fmt: skip
