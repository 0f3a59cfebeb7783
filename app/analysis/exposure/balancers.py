"""Load balancers that face the internet: their listeners, and what stands behind them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.analysis.exposure.addresses import Ports
from app.analysis.exposure.network import Network, Opening
from app.domain.planned import Planned, PlannedResource

BALANCERS = ("aws_lb", "aws_alb")
LISTENERS = ("aws_lb_listener", "aws_alb_listener")
LISTENER_RULES = ("aws_lb_listener_rule", "aws_alb_listener_rule")
ATTACHMENTS = ("aws_lb_target_group_attachment", "aws_alb_target_group_attachment")
FORWARDS = (
    "default_action.target_group_arn",
    "default_action.forward.target_group.arn",
    "action.target_group_arn",
    "action.forward.target_group.arn",
)
SECURE = frozenset({"HTTPS", "TLS", "SSL"})


@dataclass(frozen=True, slots=True)
class Door:
    """One listener of a balancer that faces the internet. ``via`` is the rule that lets the internet in, None where the
    balancer has no security group; ``behind`` says what it forwards to: ``aws_ecs_service.web:8080``.
    """

    balancer: PlannedResource
    listener: PlannedResource
    ports: Ports
    protocol: str
    via: Opening | None
    behind: tuple[str, ...]

    @property
    def route(self) -> str:
        """The path in words."""
        via = f" ({self.via})" if self.via else ""
        rest = f" → {', '.join(self.behind)}" if self.behind else ""
        return f"internet → {self.balancer.address}:{self.ports}{via}{rest}"


def doors(planned: Planned, network: Network) -> Iterator[Door]:
    """Every listener that the internet reaches."""
    for balancer in planned.of_type(*BALANCERS):
        if faces_internet(planned, network, balancer):
            for listener in planned.referring(balancer, *LISTENERS):
                port = listener.get("port")
                if isinstance(port, int | float) and port:
                    protocol = str(listener.get("protocol") or "")
                    behind = tuple(dict.fromkeys(_behind(planned, listener)))
                    yield from _door(planned, network, balancer, listener, int(port), protocol, behind)
    for classic in planned.of_type("aws_elb"):
        if faces_internet(planned, network, classic):
            behind = tuple(f"{one.address}" for one in planned.referred(classic, "instances"))
            for block in classic.blocks("listener"):
                port, protocol = int(block.get("lb_port") or 0), str(block.get("lb_protocol") or "").upper()
                yield from _door(planned, network, classic, classic, port, protocol, behind)


def faces_internet(planned: Planned, network: Network, balancer: PlannedResource) -> bool:
    """Whether it is no internal one, and none of its subnets' routes speaks against it."""
    if balancer.get("internal") is True or balancer.get("load_balancer_type") == "gateway":
        return False
    subnets = planned.referred(balancer, "subnets") + planned.referred(balancer, "subnet_mapping.subnet_id")
    states = [network.is_public(subnet) for subnet in subnets]
    return not states or any(state is not False for state in states)


def _door(
    planned: Planned,
    network: Network,
    balancer: PlannedResource,
    listener: PlannedResource,
    port: int,
    protocol: str,
    behind: tuple[str, ...],
) -> Iterator[Door]:
    groups = planned.referred(balancer, "security_groups")
    transport = "udp" if protocol == "UDP" else "tcp"
    ports = Ports(port, port, transport)
    if not groups and not balancer.get("security_groups") and not balancer.is_unknown("security_groups"):
        yield Door(balancer, listener, ports, protocol, None, behind)
        return
    letting = [one for one in network.openings_of(groups) if port in one.ports]
    if letting:
        yield Door(balancer, listener, ports, protocol, letting[0], behind)


def _behind(planned: Planned, listener: PlannedResource) -> Iterator[str]:
    """What the listener and its rules forward to."""
    for one in (listener, *planned.referring(listener, *LISTENER_RULES)):
        for path in FORWARDS:
            for group in planned.referred(one, path):
                yield from _targets(planned, group) or [group.address]


def _targets(planned: Planned, group: PlannedResource) -> Sequence[str]:
    port = group.get("port")
    suffix = f":{int(port)}" if isinstance(port, int | float) and port else ""
    found = [one.address for one in planned.referring(group, "aws_ecs_service", "aws_autoscaling_group")]
    for attachment in planned.referring(group, "aws_autoscaling_attachment"):
        found += [one.address for one in planned.referred(attachment, "autoscaling_group_name")]
    for attachment in planned.referring(group, *ATTACHMENTS):
        found += [one.address for one in planned.referred(attachment, "target_id")]
    return [f"{address}{suffix}" for address in dict.fromkeys(found)]
