"""What runs pods in an EKS cluster, and what every cluster needs beside it."""

from typing import Any

from app.domain.request import Component
from app.domain.resources import Expression, Json, Ref, Template
from app.knowledge.catalogue.base import Parameter, Site
from app.knowledge.catalogue.inputs import stated_or_input
from app.knowledge.catalogue.machine import architecture_of

NODE_POLICIES = ("AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryPullOnly")
SYSTEM_NAMESPACES = ("default", "kube-system")
ADDONS = ("vpc-cni", "kube-proxy", "coredns", "eks-pod-identity-agent")


NODE_PARAMETERS = (
    Parameter("instance_type", "instance_type", ("instance type", "node type", "node size", "tipo de instancia",
                                                 "tipo de nodo")),
    Parameter("nodes", "count", ("node", "worker node", "desired size", "nodo", "nodo de trabajo")),
    Parameter("minimum", "count", ("minimum", "min", "min size", "at least", "minimo", "al menos")),
    Parameter("maximum", "count", ("maximum", "max", "max size", "at most", "up to", "maximo", "hasta")),
    Parameter("disk", "size", ("disk", "disk size", "node disk", "disco"), unit="GiB", default=50),
    Parameter("capacity", "choice", ("capacity type", "capacity", "purchase option", "tipo de capacidad"),
              default="ON_DEMAND",
              choices={"spot": "SPOT", "spot instance": "SPOT", "spot instances": "SPOT", "instancias spot": "SPOT",
                       "on demand": "ON_DEMAND", "on-demand": "ON_DEMAND", "bajo demanda": "ON_DEMAND"}),
)  # fmt: skip


def _template(component: Component, site: Site) -> str:
    """Encrypted disks and session-token metadata; pods keep one hop to it only through the agent."""
    tags = {"Name": site.name(component, "node")}
    return site.add(
        "aws_launch_template",
        f"{component.label}_nodes",
        {
            "name_prefix": site.name(component, "nodes", limit=100),
            "update_default_version": True,
            "metadata_options": {
                "http_endpoint": "enabled",
                "http_tokens": "required",
                "http_put_response_hop_limit": 1,
            },
            "monitoring": {"enabled": True},
            "block_device_mappings": [
                {
                    "device_name": "/dev/xvda",
                    "ebs": {
                        "encrypted": "true",
                        "volume_type": "gp3",
                        "volume_size": int(site.setting(component, "disk")),
                    },
                }
            ],
            "tag_specifications": [{"resource_type": "instance", "tags": tags}],
        },
        component=component,
        comment="Disks use the AWS managed key: the role of Auto Scaling has no grant on a key of the account.",
    )


def attach(component: Component, site: Site, role: str, policy: str) -> str:
    """Give a role one of AWS's own policies; returns the attachment, which its users must wait for."""
    words = policy.removeprefix("Amazon").replace("EKS", "Eks").replace("CNI", "Cni").replace("EC2", "Ec2")
    slug = "".join(f"_{c.lower()}" if c.isupper() else c for c in words.replace("_", "")).strip("_")
    return site.add(
        "aws_iam_role_policy_attachment",
        f"{role.rpartition('.')[2]}_{slug}",
        {
            "role": Ref(role, "name"),
            "policy_arn": Template(("arn:", site.partition(), f":iam::aws:policy/{policy}")),
        },
        component=component,
        concern="identity",
    )


def add_nodes(component: Component, site: Site, cluster: str) -> str:
    """A managed node group over the private subnets; updates replace a third of the nodes at a time."""
    role = site.role(component, "ec2.amazonaws.com", label=f"{component.label}_node")
    attached = tuple(attach(component, site, role, policy) for policy in NODE_POLICIES)
    template = _template(component, site)
    kind = stated_or_input(
        component,
        site,
        "instance_type",
        "string",
        "EC2 instance type of the nodes.",
        {"dev": "t3.medium", "prod": "m6i.large"},
    )
    low = site.setting(component, "minimum")
    high = site.setting(component, "maximum")
    desired: Any = low
    if site.stated(component, "nodes") or low is None:
        desired = stated_or_input(component, site, "nodes", "number", "Nodes to start with.", {"dev": 1, "prod": 3})
    return site.add(
        "aws_eks_node_group",
        component.label,
        {
            "cluster_name": Ref(cluster, "name"),
            "node_group_name": site.name(component, limit=63),
            "node_role_arn": Ref(role, "arn"),
            "subnet_ids": site.network(component).private,
            "instance_types": [kind],
            "ami_type": "AL2023_ARM_64_STANDARD" if architecture_of(kind) == "arm64" else "AL2023_x86_64_STANDARD",
            "capacity_type": site.setting(component, "capacity"),
            "launch_template": {"id": Ref(template), "version": Ref(template, "latest_version")},
            "scaling_config": {
                "desired_size": min(desired, high) if isinstance(desired, int) and high is not None else desired,
                "min_size": low if low is not None else _least(site, component),
                "max_size": high if high is not None else _most(site, component, desired),
            },
            "update_config": {"max_unavailable_percentage": 33},
            "node_repair_config": {"enabled": True},
        },
        component=component,
        depends_on=attached,
        lifecycle={"ignore_changes": [Expression("scaling_config[0].desired_size")]},
    )


def _least(site: Site, component: Component) -> object:
    if site.stated(component, "nodes"):
        return min(1, int(site.setting(component, "nodes")))
    return stated_or_input(component, site, "minimum", "number", "Fewest nodes.", {"dev": 1, "prod": 2})


def _most(site: Site, component: Component, desired: object) -> object:
    if isinstance(desired, int | float):
        return max(2 * int(desired), 1)
    return stated_or_input(component, site, "maximum", "number", "Most nodes.", {"dev": 3, "prod": 6})


def add_fargate(component: Component, site: Site, cluster: str) -> None:
    """Fargate profiles for the stated namespaces and those of the system."""
    role = site.role(component, "eks-fargate-pods.amazonaws.com", label=f"{component.label}_pods")
    attached = attach(component, site, role, "AmazonEKSFargatePodExecutionRolePolicy")
    stated = [str(name) for name in site.setting(component, "namespaces") or ()]
    site.add(
        "aws_eks_fargate_profile",
        component.label,
        {
            "cluster_name": Ref(cluster, "name"),
            "fargate_profile_name": site.name(component, limit=63),
            "pod_execution_role_arn": Ref(role, "arn"),
            "subnet_ids": site.network(component).private,
            "selector": [{"namespace": name} for name in dict.fromkeys((*stated, *SYSTEM_NAMESPACES))],
        },
        component=component,
        depends_on=(attached,),
    )


def add_addons(component: Component, site: Site, cluster: str) -> None:
    """Network, proxy, name service and the agent that hands roles to pods; the disk driver when volumes are wanted."""
    names = list(ADDONS)
    if site.setting(component, "ebs_csi"):
        names.append("aws-ebs-csi-driver")
    for name in names:
        site.add(
            "aws_eks_addon",
            f"{component.label}_{name.replace('-', '_')}",
            {
                "cluster_name": Ref(cluster, "name"),
                "addon_name": name,
                "resolve_conflicts_on_create": "OVERWRITE",
                "resolve_conflicts_on_update": "PRESERVE",
            },
            component=component,
        )


def add_workload_role(component: Component, site: Site, cluster: str) -> str:
    """The role of the pods, where they use other services; empty otherwise."""
    if not any(site.related(component, kind) for kind in ("uses", "reads", "writes", "sends")):
        return ""
    label = f"{component.label}_workload"
    role = site.role(component, "pods.eks.amazonaws.com", label=label)
    site.set(
        role,
        "assume_role_policy",
        Json(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "pods.eks.amazonaws.com"},
                        "Action": ["sts:AssumeRole", "sts:TagSession"],
                    }
                ],
            }
        ),
    )
    site.add(
        "aws_eks_pod_identity_association",
        label,
        {
            "cluster_name": Ref(cluster, "name"),
            "namespace": "default",
            "service_account": component.label.replace("_", "-"),
            "role_arn": Ref(role, "arn"),
        },
        component=component,
    )
    return role
