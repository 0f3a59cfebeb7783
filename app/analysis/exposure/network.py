"""The network of a stack: which subnets the internet routes to, and what security groups and lists let in.

Source of the rules: Amazon VPC User Guide (route tables, security groups, network ACLs).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.analysis.exposure.addresses import Ports, is_internet, ports_of
from app.domain.planned import Planned, PlannedResource

GROUPS = ("aws_security_group", "aws_default_security_group")
TABLES = ("aws_route_table", "aws_default_route_table")
LISTS = ("aws_network_acl", "aws_default_network_acl")


@dataclass(frozen=True, slots=True)
class Opening:
    """A rule of a security group that lets the internet in: where it is written, from where, to which ports."""

    address: str
    group: str
    source: str
    ports: Ports

    def __str__(self) -> str:
        return f"{self.address} ingress {self.source}"


class Network:
    """Answers about the network of one stack. What the plan does not hold (``None``) is not known."""

    def __init__(self, planned: Planned) -> None:
        self._planned = planned
        self._public_tables = frozenset(self._tables_to_internet())
        self._public: dict[str, bool | None] = {}
        self._openings: dict[str, list[Opening]] = {}
        for group, opening in self._all_openings():
            self._openings.setdefault(group, []).append(opening)

    @property
    def openings(self) -> Iterator[Opening]:
        """Every rule of every group that lets the internet in."""
        for listed in self._openings.values():
            yield from listed

    def openings_of(self, groups: Sequence[PlannedResource]) -> list[Opening]:
        """Those of these groups."""
        return [opening for group in groups for opening in self._openings.get(group.address, ())]

    def is_public(self, subnet: PlannedResource) -> bool | None:
        """Whether the subnet's route table leads to an internet gateway; None where that is not told."""
        if subnet.address not in self._public:
            self._public[subnet.address] = self._routed(subnet)
        return self._public[subnet.address]

    def _routed(self, subnet: PlannedResource) -> bool | None:
        if subnet.type == "aws_default_subnet":
            return True
        if subnet.mode == "data":
            return None
        for association in self._planned.referring(subnet, "aws_route_table_association"):
            tables = self._planned.referred(association, "route_table_id")
            return any(table.address in self._public_tables for table in tables) if tables else None
        return self._by_main_table(subnet)

    def lets_in(self, subnet: PlannedResource, ports: Ports) -> bool:
        """Whether the subnet's network ACL lets the internet in to any of these ports; the default one does."""
        lists = [
            acl
            for acl in self._planned.of_type(*LISTS)
            if subnet in self._planned.referred(acl, "subnet_ids") or self._associated(acl, subnet)
        ]
        return all(self._admits(acl, ports) for acl in lists)

    # -- routes --------------------------------------------------------------------------------------------------

    def _tables_to_internet(self) -> Iterator[str]:
        for route in self._planned.of_type("aws_route"):
            if _leads_out(route.values) and self._to_gateway(route, "gateway_id"):
                yield from (table.address for table in self._planned.referred(route, "route_table_id"))
        for table in self._planned.of_type(*TABLES):
            leads = any(_leads_out(block) for block in table.blocks("route"))
            if leads and self._to_gateway(table, "route.gateway_id"):
                yield table.address

    def _to_gateway(self, resource: PlannedResource, path: str) -> bool:
        if any(one.type == "aws_internet_gateway" for one in self._planned.referred(resource, path)):
            return True
        block, _, leaf = path.rpartition(".")
        nodes = resource.blocks(block) if block else [resource.values]
        return any(str(node.get(leaf) or "").startswith("igw-") for node in nodes)

    def _by_main_table(self, subnet: PlannedResource) -> bool | None:
        """A subnet without an association follows its network's main table."""
        networks = self._planned.referred(subnet, "vpc_id")
        if not networks or any(one.mode == "data" for one in networks):
            return None
        if networks[0].type == "aws_default_vpc":
            return True
        for one in self._planned.referring(networks[0], "aws_main_route_table_association"):
            return any(t.address in self._public_tables for t in self._planned.referred(one, "route_table_id"))
        mains = self._planned.referring(networks[0], "aws_default_route_table")
        return any(table.address in self._public_tables for table in mains)

    # -- security groups -----------------------------------------------------------------------------------------

    def _all_openings(self) -> Iterator[tuple[str, Opening]]:
        for group in self._planned.of_type(*GROUPS):
            for block in group.blocks("ingress"):
                ports = ports_of(block.get("protocol"), block.get("from_port"), block.get("to_port"))
                for source in _open_sources(block, "cidr_blocks", "ipv6_cidr_blocks"):
                    yield group.address, Opening(group.address, group.address, source, ports)
        for rule in self._planned.of_type("aws_security_group_rule"):
            if rule.get("type") == "ingress":
                ports = ports_of(rule.get("protocol"), rule.get("from_port"), rule.get("to_port"))
                yield from self._of_rule(rule, ports, _open_sources(rule.values, "cidr_blocks", "ipv6_cidr_blocks"))
        for rule in self._planned.of_type("aws_vpc_security_group_ingress_rule"):
            ports = ports_of(rule.get("ip_protocol"), rule.get("from_port"), rule.get("to_port"))
            yield from self._of_rule(rule, ports, _open_sources(rule.values, "cidr_ipv4", "cidr_ipv6"))

    def _of_rule(self, rule: PlannedResource, ports: Ports, sources: Sequence[str]) -> Iterator[tuple[str, Opening]]:
        groups = self._planned.referred(rule, "security_group_id")
        for group in [one.address for one in groups] or [rule.address]:
            for source in sources:
                yield group, Opening(rule.address, group, source, ports)

    # -- network ACLs --------------------------------------------------------------------------------------------

    def _associated(self, acl: PlannedResource, subnet: PlannedResource) -> bool:
        return any(
            subnet in self._planned.referred(one, "subnet_id")
            for one in self._planned.referring(acl, "aws_network_acl_association")
        )

    def _admits(self, acl: PlannedResource, ports: Ports) -> bool:
        """Rules are tried in the order of their numbers; only those count that speak of the internet as a whole."""
        entries = [(block.get("rule_no"), block, block.get("action")) for block in acl.blocks("ingress")]
        entries += [
            (rule.get("rule_number"), rule.values, rule.get("rule_action"))
            for rule in self._planned.referring(acl, "aws_network_acl_rule")
            if not rule.get("egress")
        ]
        for _, entry, action in sorted(entries, key=lambda one: int(one[0] or 0)):
            if not any(is_internet(entry.get(key)) for key in ("cidr_block", "ipv6_cidr_block") if entry.get(key)):
                continue
            listed = ports_of(entry.get("protocol"), entry.get("from_port"), entry.get("to_port"))
            allows = str(action).lower() == "allow"
            if listed.protocol not in {"all", ports.protocol} and ports.protocol != "all":
                continue
            if allows and listed.first <= ports.last and ports.first <= listed.last:
                return True
            if not allows and listed.first <= ports.first and ports.last <= listed.last:
                return False
        return False


def _leads_out(node: Mapping[str, Any]) -> bool:
    keys = ("destination_cidr_block", "cidr_block", "destination_ipv6_cidr_block", "ipv6_cidr_block")
    return any(is_internet(node[key]) for key in keys if node.get(key))


def _open_sources(node: Mapping[str, Any], *keys: str) -> list[str]:
    values = [node.get(key) for key in keys]
    flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return [str(one) for one in flat if one and is_internet(one)]
