"""Plausible values for computed attributes that no table describes: judged by name and type alone."""

import re
from typing import Any

from app.toolchains.simulator.place import Place
from app.toolchains.simulator.tokens import NOW, Tokens

EMPTY_POLICY = '{"Version":"2012-10-17","Statement":[]}'
WORDS: dict[str, str] = {
    "state": "available", "tenancy": "default", "ip_address_type": "ipv4", "network_type": "IPV4",
    "storage_type": "gp3", "engine_version": "1.0", "version": "1", "platform": "", "type": "STANDARD",
    "instance_type": "t3.medium",
    "maintenance_window": "sun:04:30-sun:05:30", "preferred_maintenance_window": "sun:04:30-sun:05:30",
    "preferred_backup_window": "03:00-04:00", "weekly_maintenance_start_time": "1:04:30", "protocol": "TCP",
    "daily_automatic_backup_start_time": "03:00", "path": "/", "cidr_block": "10.0.0.0/16", "key_id": "",
    "ipv6_cidr_block": "2600:1f18:1000:1000::/56", "log_group_name": "", "auth_type": "NONE", "owner_id": "{account}",
    "status_reason": "", "status_message": "", "failure_reason": "", "description": "", "policy": EMPTY_POLICY,
    "resource_policy": EMPTY_POLICY, "definition": "{}", "configuration": "{}", "schema": "{}", "outpost_arn": "",
    "email": "owner@example.com", "created_by": "arn:aws:iam::123456789012:root", "platform_version": "LATEST",
}  # fmt: skip
PREFIXES = {
    "vpc": "vpc", "subnet": "subnet", "security_group": "sg", "network_interface": "eni", "instance": "i", "ami": "ami",
    "image": "ami", "volume": "vol", "snapshot": "snap", "allocation": "eipalloc", "association": "assoc",
    "route_table": "rtb", "internet_gateway": "igw", "nat_gateway": "nat", "vpc_endpoint": "vpce", "prefix_list": "pl",
    "network_acl": "acl", "transit_gateway": "tgw", "transit_gateway_attachment": "tgw-attach",
    "launch_template": "lt", "file_system": "fs", "dhcp_options": "dopt",
}  # fmt: skip
NUMBERS = {"port": 443, "version": 1, "latest_version": 1, "default_version": 1, "revision": 1, "allocated_storage": 20}

# What the name of an attribute says about its value; the first that fits counts. Placeholders as in `computed`.
RULES: tuple[tuple[str, str], ...] = (
    (r"(^|_)prefix$", ""),
    (r"(^|_)arn$", "{arn}"),
    (r"(account_id|owner_account|registry_id|catalog_id|^owner|account)$", "{account}"),
    (r"(^|_)region$", "{region}"),
    (r"(_at|_date|_time|timestamp|date_created|_on|^not_before|^not_after)$", NOW),
    (r"(^|_)status$", "ACTIVE"),
    (r"(hosted_)?zone_id$", "Z{BASE36_13}"),
    (r"availability_zone(_name)?$", "{region}a"),
    (r"public_ip|amazon_address", "203.0.113.{byte}"),
    (r"(^|_)ip(_address|v4_address)?$|private_ip", "10.0.{byte}.{byte2}"),
    (r"ipv6_address$", "2600:1f18:1000:1000::{hex4}"),
    (r"cidr(_block)?$", "10.0.0.0/16"),
    (r"(^|_)ur[li]$", "https://{host}/"),
    (r"(endpoint|dns_name|domain_name|hostname|fqdn|address|cname|dns)$", "{host}"),
    (r"(etag|md5|fingerprint|checksum|digest)$", "{hex32}"),
    (r"(sha256|hash)$", "{b64_32}"),
    (r"(password|secret|token|credential)$", "{mixed_32}"),
    (r"(^|_)json$", "{}"),
    (r"(certificate|public_key)(_pem|_body)?$", ""),
)
COMPILED = tuple((re.compile(pattern), template) for pattern, template in RULES)
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def service_of(kind: str) -> str:
    """The part of a type that names the service: ``glue`` of aws_glue_job."""
    return kind.split("_")[1] if "_" in kind else kind


def stem_of(kind: str) -> str:
    """The part of a type that names the thing: ``data-catalog`` of aws_athena_data_catalog."""
    words = kind.split("_")
    return "-".join(words[2:] or words[1:] or words)


def host(tokens: Tokens, place: Place, kind: str) -> str:
    """A host name of the service."""
    return f"{stem_of(kind)}-{tokens.text('b36_10')}.{service_of(kind)}.{place.region}.{place.suffix}"


def arn(tokens: Tokens, place: Place, kind: str, name: str) -> str:
    """An ARN for an attribute called ``name``: of the object itself where it is ``arn``, else of what the name says."""
    thing = stem_of(kind) if name == "arn" else name.removesuffix("_arn").replace("_", "-")
    return f"arn:{place.partition}:{service_of(kind)}:{place.region}:{place.account}:{thing}/{tokens.text('hex17')}"


def string(name: str, kind: str, tokens: Tokens, place: Place) -> str:
    """A text for an attribute."""
    if name in WORDS:
        return WORDS[name].replace("{account}", place.account)
    if name.endswith("_id") and name.removesuffix("_id") in PREFIXES:
        return f"{PREFIXES[name.removesuffix('_id')]}-{tokens.text('hex17')}"
    for pattern, template in COMPILED:
        if pattern.search(name):
            return PLACEHOLDER.sub(lambda match: _placeholder(match[1], name, kind, tokens, place), template)
    if name == "id" or name.endswith("_id"):
        return f"{stem_of(kind) if name == 'id' else name[:-3].replace('_', '-')}-{tokens.text('hex17')}"
    return f"{name.replace('_', '-')}-{tokens.text('hex8')}"


def _placeholder(word: str, name: str, kind: str, tokens: Tokens, place: Place) -> str:
    if word == "arn":
        return arn(tokens, place, kind, name)
    if word == "host":
        return host(tokens, place, kind)
    if word in {"account", "region"}:
        return place.account if word == "account" else place.region
    return tokens.text(word) or ""


def _singular(name: str) -> str:
    for ending, instead in (("statuses", "status"), ("addresses", "address"), ("ies", "y"), ("s", "")):
        if name.endswith(ending):
            return name[: -len(ending)] + instead
    return name


SCALARS = {"string", "number", "bool"}


def value(name: str, wanted: Any, kind: str, tokens: Tokens, place: Place, *, given: bool = False) -> Any:
    """A value of Terraform type ``wanted``.

    ``given`` says that a configuration could have set the attribute: an unset list of objects is then empty, while one
    that only the provider sets has one element (configurations index it).
    """
    if isinstance(wanted, str) and wanted in SCALARS:
        return _scalar(name, wanted, kind, tokens, place)
    if not isinstance(wanted, list):
        return None
    shape, inner = wanted
    if shape == "object":
        return {key: value(key, part, kind, tokens, place) for key, part in inner.items()}
    if shape == "map":
        return {}
    if given and (isinstance(inner, list) or not name.endswith(("_ids", "zones", "subnets", "groups"))):
        return []
    return [value(_singular(name), inner, kind, tokens, place)]


def _scalar(name: str, wanted: str, kind: str, tokens: Tokens, place: Place) -> Any:
    if wanted == "string":
        return string(name, kind, tokens, place)
    return NUMBERS.get(name, 0) if wanted == "number" else name in {"enabled", "is_enabled"}
