"""Managed node groups of Amazon EKS, where a request names them."""

from app.domain.request import Component
from app.domain.resources import Ref
from app.knowledge.catalogue.base import Ports, Service, Site
from app.knowledge.catalogue.eks_nodes import NODE_PARAMETERS, add_nodes


def wire(component: Component, site: Site) -> Ports:
    """A group of nodes in the request's cluster, with its own role and launch template."""
    cluster = site.require("eks")
    address = add_nodes(component, site, cluster.ports.address)
    return Ports(
        address=address,
        arn=Ref(address, "arn"),
        handle=Ref(address, "node_group_name"),
        handle_name="NODE_GROUP",
        security_group=cluster.ports.security_group,
        extra={"private": True, "cluster": cluster.ports.address},
    )


SERVICE = Service(
    id="eks_node_group",
    title="EKS managed node group",
    concern="compute",
    primary="aws_eks_node_group",
    words=("node group", "managed node group", "eks node group", "eks managed node group", "node pool", "worker group",
           "grupo de nodos", "grupo de nodos administrado", "grupo de nodos gestionado"),
    wire=wire,
    types=("aws_launch_template", "aws_iam_role", "aws_iam_role_policy_attachment"),
    parameters=NODE_PARAMETERS,
    shape="compute",
    summary="Nodes of one kind in an EKS cluster, replaced a third at a time.",
)  # fmt: skip
