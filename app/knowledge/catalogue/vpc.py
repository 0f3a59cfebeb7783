"""Amazon VPC: the network things are placed in, spread over availability zones."""

from app.domain.request import Component
from app.domain.resources import Ref, Template
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.inputs import argument, label_of
from app.knowledge.catalogue.vpc_egress import connect_private
from app.knowledge.catalogue.vpc_subnets import lay_out

CIDR = "10.0.0.0/16"


def wire(component: Component, site: Site) -> Ports:
    """The VPC, its subnets and routes, the closed default group and the flow logs."""
    stated = site.setting(component, "cidr") or argument(component, "cidr_block")
    cidr = stated or site.variable(
        _variable(component, "cidr"),
        "string",
        "Address range of the VPC; must not overlap networks it is joined to.",
        CIDR,
        by_environment={"dev": CIDR, "prod": CIDR},
    )
    vpc = site.add(
        "aws_vpc",
        component.label,
        {
            "cidr_block": cidr,
            "enable_dns_support": True,
            "enable_dns_hostnames": True,
            "assign_generated_ipv6_cidr_block": True if site.setting(component, "ipv6") else None,
            "tags": {"Name": site.name(component)},
        },
        component=component,
    )
    layout = lay_out(component, site, vpc, stated or CIDR)
    site.add(
        "aws_default_security_group",
        component.label,
        {"vpc_id": Ref(vpc)},
        component=component,
        comment="The default group lets nothing in or out, so that nothing relies on it by accident.",
    )
    if site.setting(component, "flow_logs"):
        _flow_logs(component, site, vpc)
    return Ports(
        address=vpc,
        arn=Ref(vpc, "arn"),
        handle=Ref(vpc),
        handle_name="VPC_ID",
        extra={"network": layout.network, "layout": layout},
    )


def _variable(component: Component, part: str) -> str:
    prefix = "vpc" if component.label in {"vpc", "main"} else component.label.replace("-", "_")
    return f"{prefix}_{part}"


def _flow_logs(component: Component, site: Site, vpc: str) -> None:
    label = label_of(component, "flow_logs")
    group = site.log_group(component, Template(("/aws/vpc/", site.name(component), "/flow-logs")), label=label)
    role = site.role(component, "vpc-flow-logs.amazonaws.com", label=label)
    site.allow(
        role,
        ("logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"),
        (Template((group, ":*")),),
        sid="WriteFlowLogs",
    )
    site.add(
        "aws_flow_log",
        component.label,
        {
            "vpc_id": Ref(vpc),
            "traffic_type": "ALL",
            "iam_role_arn": Ref(role, "arn"),
            "log_destination": group,
            "max_aggregation_interval": 60,
        },
        component=component,
    )


def finish(end: End, site: Site) -> None:
    """Ways out of the private subnets, for as much as what was placed there needs."""
    connect_private(end, site)
    network = end.ports.extra["network"]
    site.output(_variable(end.component, "id"), network.vpc_id, "Id of the VPC.")
    site.output(_variable(end.component, "private_subnet_ids"), network.private, "Ids of the private subnets.")


SERVICE = Service(
    id="vpc",
    title="Amazon VPC",
    concern="network",
    primary="aws_vpc",
    words=(
        "vpc",
        "virtual private cloud",
        "virtual network",
        "private network",
        "red virtual",
        "red privada virtual",
        "nube privada virtual",
        "red privada",
    ),
    weak_words=("network", "networking", "red"),
    wire=wire,
    finish=finish,
    types=(
        "aws_subnet",
        "aws_internet_gateway",
        "aws_nat_gateway",
        "aws_eip",
        "aws_route_table",
        "aws_route",
        "aws_route_table_association",
        "aws_vpc_endpoint",
        "aws_flow_log",
        "aws_default_security_group",
        "aws_availability_zones",
    ),
    parameters=(
        Parameter(
            "cidr",
            "cidr",
            (
                "cidr",
                "cidr block",
                "cidr range",
                "address range",
                "ip range",
                "bloque cidr",
                "rango",
                "rango de direcciones",
            ),
            argument="cidr_block",
        ),
        Parameter(
            "availability_zones",
            "count",
            ("availability zone", "az", "zona de disponibilidad", "zona"),
        ),
        Parameter("public_subnets", "count", ("public subnet", "subred publica")),
        Parameter("private_subnets", "count", ("private subnet", "subred privada")),
        Parameter("ipv6", "flag", ("ipv6", "ip v6", "dual stack"), argument="assign_generated_ipv6_cidr_block"),
        Parameter("nat", "flag", ("nat", "nat gateway", "pasarela nat", "puerta de enlace nat")),
        Parameter("single_nat", "flag", ("single nat gateway", "one nat gateway", "un solo nat", "single nat")),
        Parameter("internet", "flag", ("internet access", "internet gateway", "acceso a internet")),
        Parameter("flow_logs", "flag", ("flow log", "flow logging", "registro de flujo"), default=True),
        Parameter("endpoints", "flag", ("vpc endpoint", "private endpoint", "interface endpoint", "punto de enlace")),
    ),
    shape="network",
    summary="Private and public subnets over availability zones, gateways, endpoints and flow logs.",
)
