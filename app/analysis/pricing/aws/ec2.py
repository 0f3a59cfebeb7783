"""EC2: instances, spot requests, dedicated hosts, addresses; Lightsail."""

from collections.abc import Mapping
from dataclasses import replace

from app.analysis.pricing.aws.machine import charge_machines, read_instance
from app.analysis.pricing.base import Bill, Pricer

ADDRESS = "IP address (if unused)"
EVERYWHERE = "us-east-1"
"""Public addresses cost the same in all regions."""
BUNDLES = {"xlarge": "Virtual server (Linux/UNIX)", "small_win": "Virtual server (Windows)"}
"""Lightsail's bundles that the price list has, by their name without the version."""


def instance(bill: Bill) -> None:
    """``aws_instance``."""
    machine = read_instance(bill)
    bill.label(machine.type)
    charge_machines(bill, machine)
    subnets = bill.related("subnet_id")
    public = any(one.get("map_public_ip_on_launch") for one in subnets)
    if bill.flag("associate_public_ip_address", default=public) and not bill.referring(
        "aws_eip", "aws_eip_association"
    ):
        _public_address(bill)


def spot_request(bill: Bill) -> None:
    """``aws_spot_instance_request``."""
    machine = replace(read_instance(bill), spot=True)
    bill.label(machine.type)
    charge_machines(bill, machine)


def host(bill: Bill) -> None:
    """``aws_ec2_host``: the whole machine, whatever runs on it."""
    family = bill.text("instance_family") or bill.text("instance_type").partition(".")[0]
    if not family:
        bill.unpriced("neither instance_family nor instance_type is told")
        return
    bill.label(family)
    if bill.told("reserved_instance_type"):
        bill.unpriced("no certain price for reserved hosts")
    else:
        bill.hourly(f"EC2 Dedicated Host (on-demand, {family})")


def address(bill: Bill) -> None:
    """``aws_eip``: every public address costs the same, used or not (AWS, since February 2024); an own one nothing."""
    if bill.text("public_ipv4_pool", "amazon") != "amazon":
        bill.free()
        return
    attached = any(bill.has(path) for path in ("instance", "network_interface")) or bill.referring(
        "aws_eip_association", "aws_nat_gateway", "aws_lb", "aws_alb"
    )
    if attached:
        _public_address(bill)
    else:
        bill.hourly(ADDRESS, region=EVERYWHERE)


def _public_address(bill: Bill) -> None:
    listed = bill.book.component("aws_eip", ADDRESS, EVERYWHERE)
    bill.hourly("Public IPv4 address (in use)", price=listed.price if listed else None)


def lightsail(bill: Bill) -> None:
    """``aws_lightsail_instance``: a bundle has one price."""
    bundle = bill.text("bundle_id")
    bill.label(bundle)
    name = BUNDLES.get(bundle.rsplit("_", 2)[0])
    if name:
        bill.hourly(name)
    else:
        bill.unpriced(f"no price for the bundle {bundle or '(none told)'}")


PRICERS: Mapping[str, Pricer] = {
    "aws_ec2_host": host,
    "aws_eip": address,
    "aws_instance": instance,
    "aws_lightsail_instance": lightsail,
    "aws_spot_instance_request": spot_request,
}
