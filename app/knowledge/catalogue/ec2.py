"""Amazon EC2: single virtual machines."""

from typing import Any

from app.domain.request import Component
from app.domain.resources import Call, Expression, Ref
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.databases import tell_secrets
from app.knowledge.catalogue.entries import WEB_PORTS, open_to_everyone
from app.knowledge.catalogue.inputs import stated_or_input
from app.knowledge.catalogue.machine import MACHINE_PARAMETERS, METADATA, image, profile, start_script


def wire(component: Component, site: Site) -> Ports:
    """The instance with its role, group, image and encrypted disk."""
    network = site.network(component)
    public = bool(site.setting(component, "public"))
    group = site.security_group(component, f"Instances of {component.label}")
    site.egress(group, 443, "0.0.0.0/0", "HTTPS to AWS services and package mirrors")
    role, instance_profile = profile(component, site)
    instance_type = stated_or_input(
        component, site, "instance_type", "string", "EC2 instance type.", {"dev": "t3.micro", "prod": "t3.small"}
    )
    port = int(site.setting(component, "port"))
    if public:
        if port in WEB_PORTS or site.allowed("open_ingress"):
            open_to_everyone(site, group, port, "Visitors", "The request asks for a machine that answers visitors.")
        else:
            site.ingress(group, port, network.cidr, "From inside the VPC; Session Manager needs no open port")
    many = component.count > 1
    subnets = network.public if public else network.private
    address = site.add(
        "aws_instance",
        component.label,
        {
            "ami": image(component, site, instance_type),
            "instance_type": instance_type,
            "subnet_id": _subnet(subnets, many=many),
            "vpc_security_group_ids": [group],
            "associate_public_ip_address": public,
            "iam_instance_profile": Ref(instance_profile, "name"),
            "key_name": site.setting(component, "key_name"),
            "monitoring": True,
            "ebs_optimized": True,
            "metadata_options": METADATA,
            "root_block_device": {
                "encrypted": True,
                "kms_key_id": site.key(),
                "volume_type": "gp3",
                "volume_size": int(site.setting(component, "disk")),
            },
            "tags": {"Name": site.name(component)},
        },
        component=component,
        count=component.count if many else None,
        lifecycle={"ignore_changes": ["ami"]} if not site.stated(component, "image") else None,
    )
    if public:
        site.accept("CKV_AWS_88", "The request asks for an instance with a public address.", address)
    return Ports(
        address=address,
        arn=Ref(address, "[0].arn" if many else "arn"),
        handle=Ref(address, "[0].private_dns" if many else "private_dns"),
        handle_name="HOST",
        role=role,
        security_group=group,
        port=port,
        principal="ec2.amazonaws.com",
        extra={"private": not public, "count": component.count, "target_type": "instance"},
    )


def _subnet(subnets: Any, *, many: bool) -> Any:
    """One subnet of a list: the first, or the next one for each instance."""
    if isinstance(subnets, Ref):
        spread = Expression(f"{subnets.address}[count.index % length({subnets.address})].id")
        return spread if many else Ref(subnets.address, "[0].id")
    if many and len(subnets) > 1:
        return Call("element", (subnets, Expression("count.index")))
    return subnets[0]


def finish(end: End, site: Site) -> None:
    """The start script, once every variable is known."""
    tell_secrets(end, site)
    script = start_script(end.component, site)
    if script is not None:
        site.set(end.ports.address, "user_data", script)
        site.set(end.ports.address, "user_data_replace_on_change", True)


SERVICE = Service(
    id="ec2",
    title="Amazon EC2",
    concern="compute",
    primary="aws_instance",
    counts=True,
    words=(
        "ec2", "ec2 instance", "amazon ec2", "virtual machine", "virtual server", "bastion", "bastion host",
        "jump host", "jump box", "instancia ec2", "maquina virtual", "servidor virtual", "host bastion",
    ),
    weak_words=("instance", "server", "vm", "web server", "application server", "host", "instancia",
                "servidor", "maquina"),
    wire=wire,
    finish=finish,
    types=("aws_security_group", "aws_iam_instance_profile", "aws_iam_role", "aws_ami", "aws_ssm_parameter"),
    parameters=(
        *MACHINE_PARAMETERS,
        Parameter(
            "public", "flag", ("public ip", "public address", "public instance", "publicly reachable", "ip publica"),
            argument="associate_public_ip_address",
        ),
    ),
    shape="compute",
    summary="Virtual machines with an encrypted disk, IMDSv2 and Session Manager instead of SSH.",
)  # fmt: skip
