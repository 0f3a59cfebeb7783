"""Answers of AWS data sources that a template cannot give (the others are templates, see `computed`)."""

import json
import re
from collections.abc import Mapping
from typing import Any

from app.toolchains.simulator.aws.policy_document import read_policy_document
from app.toolchains.simulator.aws.regions import (
    ELB_ACCOUNTS,
    LOAD_BALANCER_ZONES,
    MANAGED_POLICIES,
    NETWORK_ZONES,
    REGIONS,
    zone_letters,
)
from app.toolchains.simulator.provider import Answer, Subject
from app.toolchains.simulator.values import known

ENGINE_VERSIONS = (
    ("aurora-postgresql", "16.4"),
    ("aurora-mysql", "8.0.mysql_aurora.3.08.0"),
    ("postgres", "16.4"),
    ("mysql", "8.0.40"),
    ("mariadb", "10.11.9"),
    ("docdb", "5.0.0"),
    ("neptune", "1.3.2.1"),
)
# What people most often decode from a secret; the password is made up.
SECRET = {"username": "admin", "host": "db.example.internal", "port": "5432", "dbname": "app", "engine": "postgres"}


def _filters(subject: Subject) -> dict[str, list[str]]:
    blocks = subject.values.get("filter") or ()
    return {str(block.get("name")): [str(value) for value in block.get("values") or ()] for block in blocks}


def _given(subject: Subject, *names: str) -> Any:
    return next((subject.values[name] for name in names if known(subject.values.get(name))), None)


def read_zones(subject: Subject) -> Mapping[str, Any]:
    """The availability zones of the region, without excluded ones."""
    place = subject.place
    letters = zone_letters(place.region)
    pairs = [(f"{place.region}{letter}", f"{place.region_code}-az{index}") for index, letter in enumerate(letters, 1)]
    names = set(subject.values.get("exclude_names") or ())
    ids = set(subject.values.get("exclude_zone_ids") or ())
    kept = [(name, zone) for name, zone in pairs if name not in names and zone not in ids]
    return {
        "id": place.region,
        "names": [name for name, _ in kept],
        "zone_ids": [zone for _, zone in kept],
        "group_names": [place.region],
    }


def read_zone(subject: Subject) -> Mapping[str, Any]:
    """One availability zone."""
    place = subject.place
    name = _given(subject, "name") or f"{place.region}a"
    letter = name[-1]
    number = zone_letters(place.region).find(letter) + 1
    return {
        "id": name,
        "name": name,
        "name_suffix": letter,
        "zone_id": _given(subject, "zone_id") or f"{place.region_code}-az{number or 1}",
        "group_name": place.region,
        "zone_type": "availability-zone",
        "opt_in_status": "opt-in-not-required",
        "network_border_group": place.region,
        "state": "available",
        "parent_zone_id": "",
        "parent_zone_name": "",
    }


def read_region(subject: Subject) -> Mapping[str, Any]:
    """The current or a named region."""
    name = _given(subject, "name", "region") or subject.place.region
    return {
        "id": name,
        "name": name,
        "region": name,
        "description": REGIONS.get(name, name),
        "endpoint": f"ec2.{name}.{subject.place.suffix}",
    }


def read_regions(subject: Subject) -> Mapping[str, Any]:
    """All regions."""
    return {"id": subject.place.partition, "names": sorted(REGIONS)}


def read_image(subject: Subject) -> Mapping[str, Any]:
    """A machine image that fits the filters: a wildcard in its name becomes a date."""
    filters = _filters(subject)
    pattern = (filters.get("name") or [_given(subject, "name_regex") or "simulated-ami"])[0]
    name = re.sub(r"[*?^$\\]+", "20250101", pattern)
    architecture = (filters.get("architecture") or ["arm64" if "arm64" in name else "x86_64"])[0]
    image = f"ami-{subject.tokens.text('hex17')}"
    device = "/dev/sda1" if any(word in name.lower() for word in ("ubuntu", "windows", "rhel")) else "/dev/xvda"
    return {
        "id": image,
        "image_id": image,
        "arn": f"arn:{subject.place.partition}:ec2:{subject.place.region}::image/{image}",
        "name": name,
        "architecture": architecture,
        "root_device_name": device,
        "root_device_type": "ebs",
        "virtualization_type": "hvm",
        "hypervisor": "xen",
        "platform": "windows" if "windows" in name.lower() else "",
        "owner_id": next((owner for owner in _given(subject, "owners") or () if owner.isdigit()), "137112412989"),
        "image_owner_alias": "amazon",
        "image_type": "machine",
        "public": True,
        "ena_support": True,
        "creation_date": "2025-01-01T00:00:00.000Z",
        "description": name,
        "block_device_mappings": [
            {
                "device_name": device,
                "ebs": {
                    "volume_size": "8",
                    "volume_type": "gp3",
                    "encrypted": "false",
                    "delete_on_termination": "true",
                },
                "no_device": "",
                "virtual_name": "",
            }
        ],
        "product_codes": [],
    }


def read_parameter(subject: Subject) -> Mapping[str, Any]:
    """A parameter; AWS's public ones name machine images."""
    name = str(subject.values.get("name") or "")
    place = subject.place
    image = f"ami-{subject.tokens.text('hex17')}"
    value = "simulated"
    if name.startswith("/aws/service/"):
        value = json.dumps({"image_id": image}) if name.endswith("recommended") else image
    return {
        "id": name,
        "value": value,
        "insecure_value": value,
        "type": "String",
        "version": 1,
        "arn": f"arn:{place.partition}:ssm:{place.region}:{place.account}:parameter/{name.lstrip('/')}",
    }


def read_secret(subject: Subject) -> Mapping[str, Any]:
    """A secret in the form of database credentials."""
    secret = {**SECRET, "password": subject.tokens.text("mixed_32")}
    return {"secret_string": json.dumps(secret, sort_keys=True), "version_id": _given(subject, "version_id")}


def read_prefix_list(subject: Subject) -> Mapping[str, Any]:
    """A prefix list by its name."""
    names = _filters(subject).get("prefix-list-name") or [f"com.amazonaws.{subject.place.region}.s3"]
    return {"name": _given(subject, "name") or names[0]}


def read_hosted_zone(subject: Subject) -> Mapping[str, Any]:
    """A DNS zone by name or identifier."""
    name = str(_given(subject, "name") or "example.com").rstrip(".")
    identifier = _given(subject, "zone_id") or f"Z{subject.tokens.text('BASE36_19')}"
    servers = [
        f"ns-{100 + index}.awsdns-{index:02d}.{end}" for index, end in enumerate(("com", "net", "org", "co.uk"), 1)
    ]
    return {
        "name": name,
        "id": identifier,
        "zone_id": identifier,
        "name_servers": servers,
        "primary_name_server": servers[0],
        "arn": f"arn:{subject.place.partition}:route53:::hostedzone/{identifier}",
    }


def read_policy(subject: Subject) -> Mapping[str, Any]:
    """A managed policy by ARN or name."""
    name = _given(subject, "name") or str(_given(subject, "arn") or "simulated").rpartition("/")[2]
    owner = subject.place.account if _given(subject, "name") else "aws"
    arn = _given(subject, "arn") or f"arn:{subject.place.partition}:iam::{owner}:policy/{name}"
    return {"arn": arn, "id": arn, "name": name}


def read_engine_version(subject: Subject) -> Mapping[str, Any]:
    """A database engine's version: the wished one, or a recent one."""
    engine = str(subject.values.get("engine") or "")
    recent = next((version for prefix, version in ENGINE_VERSIONS if engine.startswith(prefix)), "1.0")
    preferred = _given(subject, "preferred_versions") or []
    version = _given(subject, "version") or (preferred[0] if preferred else recent)
    parts = str(version).split(".")
    family = engine + (parts[0] if engine.endswith(("postgres", "postgresql")) else ".".join(parts[:2]))
    return {
        "id": version,
        "version": version,
        "version_actual": version,
        "parameter_group_family": _given(subject, "parameter_group_family") or family,
        "status": "available",
    }


def read_elb_account(subject: Subject) -> Mapping[str, Any]:
    """The account from which load balancers write their logs."""
    account = ELB_ACCOUNTS.get(subject.place.region, "127311923021")
    return {"id": account, "arn": f"arn:{subject.place.partition}:iam::{account}:root"}


def read_load_balancer_zone(subject: Subject) -> Mapping[str, Any]:
    """The DNS zone of load balancers in the region."""
    zones = NETWORK_ZONES if subject.values.get("load_balancer_type") == "network" else LOAD_BALANCER_ZONES
    return {"id": zones.get(subject.place.region) or f"Z{subject.tokens.text('BASE36_13')}"}


def read_managed_policy(subject: Subject) -> Mapping[str, Any]:
    """A CloudFront policy; those that AWS manages have well-known identifiers."""
    name = _given(subject, "name")
    identifier = _given(subject, "id") or MANAGED_POLICIES.get(str(name)) or subject.tokens.uuid()
    return {"id": identifier, "name": name or "simulated"}


def read_service_principal(subject: Subject) -> Mapping[str, Any]:
    """The principal of a service."""
    name = f"{subject.values.get('service_name')}.amazonaws.com"
    return {"id": name, "name": name, "suffix": "amazonaws.com"}


def read_arn(subject: Subject) -> Mapping[str, Any]:
    """The parts of an ARN."""
    parts = [*str(subject.values.get("arn") or "").split(":", 5), *[""] * 6]
    names = ("partition", "service", "region", "account", "resource")
    return {"id": subject.values.get("arn"), **dict(zip(names, parts[1:6], strict=True))}


def read_endpoint_service(subject: Subject) -> Mapping[str, Any]:
    """A VPC endpoint service by its short or full name."""
    service = _given(subject, "service")
    name = _given(subject, "service_name") or f"com.amazonaws.{subject.place.region}.{service or 's3'}"
    kind = _given(subject, "service_type") or ("Gateway" if name.endswith((".s3", ".dynamodb")) else "Interface")
    return {
        "service_name": name,
        "service_type": kind,
        "private_dns_name": f"{service}.{subject.place.region}.{subject.place.suffix}",
    }


def read_default_tags(subject: Subject) -> Mapping[str, Any]:
    """The provider's default tags."""
    return {"tags": dict(subject.place.default_tags)}


def read_ecs_task(subject: Subject) -> Mapping[str, Any]:
    """A task definition by family, family and revision, or ARN."""
    family = str(subject.values.get("task_definition") or "").rpartition("/")[2].partition(":")[0]
    place = subject.place
    arn = f"arn:{place.partition}:ecs:{place.region}:{place.account}:task-definition/{family}"
    return {"family": family, "arn": f"{arn}:1", "id": f"{arn}:1", "arn_without_revision": arn, "revision": 1}


def read_default_vpc(subject: Subject) -> Mapping[str, Any]:
    """The default network has its well-known range; another is found by its identifier."""
    return {"cidr_block": "172.31.0.0/16", "default": True} if subject.values.get("default") is True else {}


READERS: Mapping[str, Answer] = {
    "aws_ami": read_image,
    "aws_arn": read_arn,
    "aws_availability_zone": read_zone,
    "aws_availability_zones": read_zones,
    "aws_cloudfront_cache_policy": read_managed_policy,
    "aws_cloudfront_origin_request_policy": read_managed_policy,
    "aws_cloudfront_response_headers_policy": read_managed_policy,
    "aws_default_tags": read_default_tags,
    "aws_ec2_managed_prefix_list": read_prefix_list,
    "aws_ecs_task_definition": read_ecs_task,
    "aws_elb_service_account": read_elb_account,
    "aws_iam_policy": read_policy,
    "aws_iam_policy_document": read_policy_document,
    "aws_lb_hosted_zone_id": read_load_balancer_zone,
    "aws_prefix_list": read_prefix_list,
    "aws_rds_engine_version": read_engine_version,
    "aws_region": read_region,
    "aws_regions": read_regions,
    "aws_route53_zone": read_hosted_zone,
    "aws_secretsmanager_secret_version": read_secret,
    "aws_service_principal": read_service_principal,
    "aws_ssm_parameter": read_parameter,
    "aws_vpc": read_default_vpc,
    "aws_vpc_endpoint_service": read_endpoint_service,
}
