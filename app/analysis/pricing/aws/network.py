"""Networks: NAT gateways, endpoints, VPN, transit gateways, mirrors, firewalls and Direct Connect gateways."""

from collections.abc import Mapping

from app.analysis.pricing.base import Bill, Pricer, Tier
from app.analysis.pricing.metered import Use, priced
from app.domain.cost import HOURS

_PROCESSED = "monthly_data_processed_gb"
_PETABYTE = 1024 * 1024
_INTERFACE_TIERS: tuple[Tier, ...] = (
    (_PETABYTE, "Data processed (first 1PB)"),
    (4 * _PETABYTE, "Data processed (next 4PB)"),
    (None, "Data processed (over 5PB)"),
)
_ATTACHMENT = "Transit gateway attachment"


def nat_gateway(bill: Bill) -> None:
    """A zonal NAT gateway by the hour and gigabyte; a regional one spreads to zones that no plan tells."""
    zones = 1
    if bill.text("availability_mode") == "regional":
        zones = len(bill.blocks("availability_zone_address"))
        if not zones:
            bill.unpriced("a regional NAT gateway is billed for each zone that AWS spreads it to")
    bill.hourly("NAT gateway", zones)
    bill.charge("Data processed", bill.usage(_PROCESSED), usage=True, keys=(_PROCESSED,))


def _zones(bill: Bill) -> int:
    """In how many zones an endpoint stands: one network interface for each of its subnets."""
    listed = bill.resource.get("subnet_ids") or bill.resource.get("subnet_configuration")
    subnets = len(listed) if isinstance(listed, list) else len(bill.related("subnet_ids"))
    return max(1, subnets + len(bill.referring("aws_vpc_endpoint_subnet_association")))


def vpc_endpoint(bill: Bill) -> None:
    """Gateway endpoints are free; interfaces and gateway load balancer endpoints cost by zone, hour and gigabyte."""
    type_ = bill.text("vpc_endpoint_type", "Gateway")
    if type_ == "Gateway":
        bill.free()
    elif type_ in {"Interface", "GatewayLoadBalancer"}:
        bill.label(type_)
        bill.hourly(f"Endpoint ({type_})", _zones(bill))
        used = bill.usage(_PROCESSED)
        if type_ == "Interface":
            bill.tiered(used, _INTERFACE_TIERS, usage=True, keys=(_PROCESSED,))
        else:
            bill.charge("Data processed", used, usage=True, keys=(_PROCESSED,))
    else:
        bill.unpriced(f"no price for a {type_} endpoint")


def vpn_connection(bill: Bill) -> None:
    """The connection; one that ends at a transit gateway is an attachment too."""
    bill.hourly("VPN connection")
    if bill.has("transit_gateway_id"):
        bill.hourly(_ATTACHMENT)
        bill.charge("Data processed", bill.usage(_PROCESSED), usage=True, keys=(_PROCESSED,))


def client_vpn_endpoint(bill: Bill) -> None:
    """Connected clients, by the hour: one all month where the usage file does not say (``monthly_connection_hrs``)."""
    key = "monthly_connection_hrs"
    bill.charge("Connection", bill.usage(key, HOURS), usage=True, keys=(key,))


def network_firewall(bill: Bill) -> None:
    """One endpoint in each subnet (or each zone, where it is attached to a transit gateway)."""
    places = len(bill.blocks("subnet_mapping")) or len(bill.blocks("availability_zone_mapping"))
    bill.hourly("Network Firewall Endpoint", places)
    bill.charge("Data Processed", bill.usage(_PROCESSED), usage=True, keys=(_PROCESSED,))


def gateway_association(bill: Bill) -> None:
    """A Direct Connect gateway's attachment to a transit gateway; one to a virtual private gateway is free."""
    virtual = any(one.type == "aws_vpn_gateway" for one in bill.related("associated_gateway_id"))
    if virtual or bill.text("associated_gateway_type") == "virtualPrivateGateway":
        bill.free()
        return
    bill.hourly(_ATTACHMENT)
    bill.charge("Data processed", bill.usage(_PROCESSED), usage=True, keys=(_PROCESSED,))


PRICERS: Mapping[str, Pricer] = {
    "aws_nat_gateway": nat_gateway,
    "aws_vpc_endpoint": vpc_endpoint,
    "aws_vpn_connection": vpn_connection,
    "aws_ec2_client_vpn_endpoint": client_vpn_endpoint,
    "aws_ec2_client_vpn_network_association": priced(hourly=["Endpoint association"]),
    "aws_ec2_traffic_mirror_session": priced(hourly=["Traffic mirror"]),
    "aws_ec2_transit_gateway_vpc_attachment": priced(Use("Data processed", _PROCESSED), hourly=[_ATTACHMENT]),
    "aws_ec2_transit_gateway_peering_attachment": priced(hourly=[_ATTACHMENT]),
    "aws_networkfirewall_firewall": network_firewall,
    "aws_dx_gateway_association": gateway_association,
}
