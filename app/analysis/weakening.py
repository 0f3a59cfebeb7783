"""What one proof changes of what protects another's resources: who may do what, keys, networks, logs, backups.

For files that a model wrote beside those that were written by rule. It may add resources of its own, and change what
is no protection; all that guards the draft's resources stays as it is, whether a rule would find fault with it or not.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from app.domain.comparing import comparable
from app.domain.planned import PlannedResource
from app.domain.proof import Proof

GUARDS = re.compile(
    r"aws_(?:iam|kms|acm|wafv2?|cognito|secretsmanager|backup|cloudtrail|config|guardduty|securityhub|inspector2?"
    r"|networkfirewall|network|default|ec2|ebs|vpc|subnet|route|internet|nat|egress|flow|security|account|organizations"
    r"|ram|shield|macie2?)(?:_|$)"
    r"|aws_\w+_(?:policy|permission|parameter_group|subnet_group|public_access_block|versioning|ownership_controls|acl"
    r"|logging|lifecycle_configuration|server_side_encryption_configuration|security_configuration|authorizer)$"
)
"""Types that are a protection as a whole. Resources of the same kind may be added."""
PROTECTS = re.compile(
    r"encrypt|kms|key_arn|key_id|ssl|tls|cert|protect|backup|snapshot|retention|log|trac|monitor|insight|public|access"
    r"|auth|polic|role|subnet|security_group|vpc|principal|password|secret|redrive|dead_letter|multi_az|failover|delet"
    r"|destroy|recovery|permission|cors|acl|metadata|privileged|allow|deny|endpoint|ingress|egress|cidr|layers|image"
    r"|handler|runtime|filename|source|package|code|user_data|command|versioning|scan|mutab|validation|waf|https"
    r"|protocol|enable|alarm|stat(?:e|us)$|entrypoint|capabilit|linuxparam|user$|mount|filter|key_name|target|rollback|concurren",
    re.IGNORECASE,
)
"""Arguments that protect, or that decide what runs."""
GROWS = re.compile(r"retention|backup|recovery_window|deletion_window")
"""Numbers that may grow."""
NO_CHANGE = frozenset({"id", "tags", "tags_all"})
ONCE = re.compile(
    r"aws_s3_bucket_(?!object|inventory|metric|analytics|intelligent_tiering)\w+|aws_(?!iam_)\w+_policy|aws_default_\w+"
    r"|aws_\w+_public_access_block|aws_\w+_acl_association|aws_\w+_logging_configuration|aws_main_route_table_association"
)
"""Types of which a thing has one: a second one takes the place of the first."""
TARGETS = (
    "bucket", "queue_url", "key_id", "arn", "topic_arn", "secret_arn", "repository", "repository_name", "resource_arn",
    "file_system_id", "vpc_id", "domain_name", "backup_vault_name", "rest_api_id", "api_id", "registry_name",
)  # fmt: skip
"""Arguments that say of what."""
LETS_IN = ("aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule", "aws_security_group_rule")
NETWORKS = ("cidr_ipv4", "cidr_ipv6", "prefix_list_id", "cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids")
CALLS = re.compile(r"aws-sdk:|:document/|\bAWS-Run|automation-definition/", re.IGNORECASE)
"""Any call of AWS's as a target, and documents that run commands."""
READS = ("event_source_arn", "source")
"""Arguments that say from where something takes what is then gone."""
RUNS = re.compile(r'"(?:command|entryPoint)"\s*:\s*\[\s*"', re.IGNORECASE)
MACHINES = ("instance", "instance_id", "network_interface", "network_interface_id")
STEERS = re.compile(
    r"aws_(?:(?:main_)?route(?:_table_association)?|network_acl_\w+|vpc_dhcp_options_association|internet_gateway\w*"
    r"|egress_only_internet_gateway|vpc_peering_connection\w*|vpn_gateway\w*|ec2_transit_gateway_vpc_attachment"
    r"|route53_resolver_rule_association|vpc_ipv[46]_cidr_block_association)"
)
"""Types that say where a network's traffic goes."""
NETWORK = ("route_table_id", "subnet_id", "subnet_ids", "vpc_id", "network_acl_id", "gateway_id")
BROAD = re.compile(
    r"arn:[\w-]+:iam::aws:policy/(?!AmazonEC2ContainerRegistry)(?:job-function/.*|.*(?:ReadOnly|ViewOnly|FullAccess|PowerUser|Admin|Audit).*)"
)
"""Policies of AWS's that name no resource."""


def weakened(floor: Proof, proof: Proof) -> tuple[str, ...]:
    """What ``proof`` changes of the protections of ``floor``'s resources, in sentences without an end."""
    before, now = standing(floor), standing(proof)
    both = before.keys() & now.keys()
    changed = (sentence for address in both for sentence in _changed(before[address], now[address]))
    had, added = list(before.values()), [one for address, one in now.items() if address not in before]
    return tuple(sorted({*changed, *replaced(had, added), *_opened(had, added)}))


def standing(proof: Proof) -> Mapping[str, PlannedResource]:
    """What is planned, with values that can be compared."""
    return {
        address: replace(one, values=values)
        for result in proof.results
        if result.planned
        for address, values in comparable(result.planned).items()
        if (one := result.planned.get(address))
    }


def _changed(old: PlannedResource, new: PlannedResource) -> Iterator[str]:
    if old.tags.items() - new.tags.items():
        yield f"it takes tags from {new.address}"
    changes = list(differences(old, new))
    if changes and GUARDS.match(new.type):
        yield f"it changes {new.address} of the draft, which protects it; add a resource of your own instead"
        return
    for path, before, after in changes:
        if PROTECTS.search(path) and not _grows(path, before, after):
            yield f"it changes {path} of {new.address}, which protects it"


def differences(old: PlannedResource, new: PlannedResource) -> Iterator[tuple[str, Any, Any]]:
    """The path of each argument that differs (tags left out), what it was and what it is."""
    for name in sorted({*old.values, *new.values} - NO_CHANGE):
        yield from _leaves(name, old.values.get(name), new.values.get(name))


def _leaves(path: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """Each path at which two trees differ, with what is there. Names that people choose are no arguments."""
    old, new = _opened_text(old), _opened_text(new)
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for before, after in zip(old, new, strict=True):
            yield from _leaves(path, before, after)
    elif isinstance(old, Mapping) and isinstance(new, Mapping) and not path.endswith("variables"):
        for name in {*old, *new}:
            yield from _leaves(f"{path}.{name}", old.get(name), new.get(name))
    elif old != new:
        yield path, old, new


def _opened_text(value: Any) -> Any:
    """What a text holds as JSON (containers of a task, a policy), otherwise the value itself."""
    if isinstance(value, str) and value[:1] in {"{", "["}:
        with suppress(ValueError):
            return json.loads(value, object_pairs_hook=_once)
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; one that says something twice is read by everybody in another way, and stays a text."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _grows(path: str, old: Any, new: Any) -> bool:
    numbers = all(isinstance(one, int | float) and not isinstance(one, bool) for one in (old, new))
    return numbers and new > old > 0 and GROWS.search(path) is not None


def replaced(before: Sequence[PlannedResource], added: Sequence[PlannedResource]) -> Iterator[str]:
    """What new resources set a second time of what others set already."""
    taken = {(one.type, place) for one in before for place in _texts(one, TARGETS)}
    own = _own(before)
    for one in added:
        targets = _texts(one, TARGETS)
        policed = [own[place].address for place in targets if place in own and own[place].values.get("policy")]
        if ONCE.fullmatch(one.type) and any((one.type, place) in taken for place in targets):
            yield f"{one.address} takes the place of what the draft has"
        elif one.type.endswith("_policy") and policed:
            yield f"{one.address} takes the place of the policy of {policed[0]}"


def _opened(before: Sequence[PlannedResource], added: Sequence[PlannedResource]) -> Iterator[str]:
    """What new resources let in, or give away, of what the draft has."""
    own = _own(before)
    read = {place for one in before for place in _texts(one, READS) if place.startswith("arn:")}
    for one in added:
        yield from _runs(one)
        if read & set(_texts(one, READS)):
            yield f"{one.address} takes what something of the draft reads already"
        if BROAD.fullmatch(str(one.values.get("policy_arn"))):
            yield f"{one.address} gives {one.values['policy_arn']}; name actions and resources"
        if one.type.startswith("aws_eip") and any(place in own for place in _texts(one, MACHINES)):
            yield f"{one.address} gives something of the draft a public address"
        if str(one.values.get("acl")).startswith(("public", "authenticated")):
            yield f"{one.address} shares with strangers"
        if one.type in LETS_IN and str(one.values.get("security_group_id")) in own:
            yield from _let_in(one)
        if STEERS.fullmatch(one.type) and any(place in own for place in _texts(one, NETWORK)):
            yield f"{one.address} steers the traffic of a network of the draft"


def _let_in(one: PlannedResource) -> Iterator[str]:
    """What a new rule of a group of the draft's lets in too much."""
    protocol = one.values.get("ip_protocol", one.values.get("protocol"))
    if _texts(one, NETWORKS):
        yield f"{one.address} opens a group of the draft to a network; name a group instead"
    elif protocol in {"-1", "all"} or one.values.get("from_port") != one.values.get("to_port"):
        yield f"{one.address} opens a group of the draft on more than one port"


def _runs(one: PlannedResource) -> Iterator[str]:
    """What a new resource runs that no check here can follow."""
    if RUNS.search(str(one.values.get("container_definitions"))):
        yield f"{one.address} brings a program (a container's command), which a person must write"
    if CALLS.search(json.dumps(dict(one.values), default=str)):
        yield f"{one.address} calls AWS or runs a document of its own, which no check here can follow"


def _own(before: Sequence[PlannedResource]) -> Mapping[str, PlannedResource]:
    return {place: one for one in before for place in _texts(one, ("arn", "id"))}


def _texts(one: PlannedResource, names: Sequence[str]) -> list[str]:
    """What some arguments say, be it one text or several."""
    found = [one.values.get(name) for name in names]
    return [str(text) for value in found for text in (value if isinstance(value, list) else [value]) if text]
