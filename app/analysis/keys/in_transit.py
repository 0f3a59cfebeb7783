"""Traffic that is not encrypted, or by old versions of TLS.

Sources: AWS's lists of security policies of load balancers, distributions, APIs and search domains; the engines'
parameters as Amazon RDS documents them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from app.analysis.base import Observations, blocks_in
from app.analysis.exposure.balancers import LISTENERS, SECURE, faces_internet
from app.analysis.exposure.network import Network
from app.analysis.keys.at_rest import left_open
from app.domain.finding import Severity
from app.domain.planned import Planned, PlannedResource

HTTP, OLD, STORE = "AGT_KEY_PLAIN_HTTP", "AGT_KEY_OLD_TLS", "AGT_KEY_PLAIN_DATABASE"
MODERN = re.compile(r"(?:TLS|TLS13|FS)-1-[23]-")
"""Names of balancers' policies that start at TLS 1.2."""
FORCED_BY: Mapping[str, tuple[str, ...]] = {
    "postgres": ("rds.force_ssl",),
    "aurora-postgresql": ("rds.force_ssl",),
    "sqlserver": ("rds.force_ssl",),
    "mysql": ("require_secure_transport",),
    "mariadb": ("require_secure_transport",),
    "aurora-mysql": ("require_secure_transport",),
    "docdb": ("tls",),
}
"""Engine → the parameter that refuses connections without TLS."""
FORCED_FROM = {"postgres": 15, "aurora-postgresql": 17, "docdb": 0}
"""Engine → the version from which its default is to refuse them. Source: Amazon RDS and DocumentDB, TLS pages."""
PARAMETERS: Sequence[str] = ("parameter_group_name", "db_cluster_parameter_group_name", "db_parameter_group_name")
"""Where a database names its group of parameters."""
OFF = frozenset({"0", "off", "disabled", "false"})
FLAGS: Mapping[str, tuple[str, str]] = {
    "aws_elasticache_replication_group": ("transit_encryption_enabled", "The cache takes connections without TLS"),
    "aws_opensearch_domain": ("domain_endpoint_options.enforce_https", "The search domain answers plain HTTP"),
    "aws_elasticsearch_domain": ("domain_endpoint_options.enforce_https", "The search domain answers plain HTTP"),
    "aws_appsync_api_cache": ("transit_encryption_enabled", "The cache takes connections without TLS"),
}
"""Type → the attribute that must be on, and what it means where it is off."""
BAD_VALUES: Mapping[str, tuple[str, frozenset[str], str, str]] = {
    "aws_memorydb_cluster": ("tls_enabled", frozenset({"False"}), STORE, "The cache takes connections without TLS"),
    "aws_msk_cluster": (
        "encryption_info.encryption_in_transit.client_broker",
        frozenset({"PLAINTEXT", "TLS_PLAINTEXT"}),
        STORE,
        "The brokers take connections without TLS",
    ),
    "aws_dax_cluster": ("cluster_endpoint_encryption_type", frozenset({"NONE"}), STORE, "The cache speaks no TLS"),
    "aws_api_gateway_domain_name": ("security_policy", frozenset({"TLS_1_0"}), OLD, "The API's domain accepts TLS 1.0"),
    "aws_opensearch_domain": (
        "domain_endpoint_options.tls_security_policy",
        frozenset({"Policy-Min-TLS-1-0-2019-07"}),
        OLD,
        "The search domain accepts TLS 1.0",
    ),
}
"""Type → attribute, values that are objected to, rule, what they mean."""
OLD_DISTRIBUTIONS = frozenset({"SSLv3", "TLSv1", "TLSv1_2016", "TLSv1.1_2016"})


def observe(planned: Planned, seen: Observations) -> None:
    """Listeners, distributions, and everything that has a switch for it."""
    _listeners(planned, seen)
    _distributions(planned, seen)
    for resource in planned.of_type(*FLAGS):
        seen.looked(STORE)
        path, what = FLAGS[resource.type]
        if left_open(resource, path):
            seen.object(STORE, resource.address, what)
    for resource in planned.of_type(*BAD_VALUES):
        path, values, rule, what = BAD_VALUES[resource.type]
        seen.looked(rule)
        if str(resource.get(path)) in values:
            seen.object(rule, resource.address, what)
    for database in planned.of_type("aws_db_instance", "aws_rds_cluster", "aws_docdb_cluster"):
        _database(planned, database, seen)


def _listeners(planned: Planned, seen: Observations) -> None:
    network = Network(planned)
    for listener in planned.of_type(*LISTENERS):
        protocol = str(listener.get("protocol") or "")
        balancers = planned.referred(listener, "load_balancer_arn")
        public = any(faces_internet(planned, network, one) for one in balancers)
        if protocol == "HTTP" and balancers:
            seen.looked(HTTP)
            if public and not _redirects(listener):
                seen.object(HTTP, listener.address, f"Port {listener.get('port')} serves the internet unencrypted")
        if protocol in SECURE and (policy := listener.get("ssl_policy")):
            seen.looked(OLD)
            if not MODERN.search(str(policy)):
                seen.object(OLD, listener.address, f"{policy} accepts old versions of TLS")


def _redirects(listener: PlannedResource) -> bool:
    actions = listener.blocks("default_action")
    kinds = {str(action.get("type")) for action in actions}
    if kinds == {"fixed-response"}:
        return True
    return any(str(block.get("protocol")) == "HTTPS" for action in actions for block in blocks_in(action, "redirect"))


def _distributions(planned: Planned, seen: Observations) -> None:
    for one in planned.of_type("aws_cloudfront_distribution"):
        seen.looked(HTTP, OLD)
        behaviours = one.blocks("default_cache_behavior") + one.blocks("ordered_cache_behavior")
        if any(block.get("viewer_protocol_policy") == "allow-all" for block in behaviours):
            seen.object(HTTP, one.address, "The distribution serves pages unencrypted")
        version = str(one.get("viewer_certificate.minimum_protocol_version"))
        if version in OLD_DISTRIBUTIONS and one.get("viewer_certificate.cloudfront_default_certificate") is not True:
            seen.object(OLD, one.address, f"{version} accepts old versions of TLS")


def _database(planned: Planned, database: PlannedResource, seen: Observations) -> None:
    engine = "docdb" if database.type == "aws_docdb_cluster" else str(database.get("engine") or "")
    family = next((name for name in FORCED_BY if engine == name or engine.startswith(f"{name}-")), "")
    if not family:
        return
    groups = [group for path in PARAMETERS for group in planned.referred(database, path)]
    said = [value for group in groups for value in _values(group, FORCED_BY[family])]
    seen.looked(STORE)
    if any(value.lower() in OFF for value in said):
        seen.object(STORE, database.address, f"{FORCED_BY[family][0]} is off: connections need no TLS")
    elif not said and not _by_default(family, str(database.get("engine_version") or "")):
        title = f"{FORCED_BY[family][0]} is not set: connections need no TLS"
        seen.object(STORE, database.address, title, severity=Severity.LOW)


def _values(group: PlannedResource, names: Sequence[str]) -> Iterator[str]:
    for block in group.blocks("parameter"):
        if block.get("name") in names:
            yield str(block.get("value"))


def _by_default(family: str, version: str) -> bool:
    """Whether the engine's own default refuses them; a version that is not told is a new one."""
    major = version.partition(".")[0]
    return family in FORCED_FROM and (not major.isdigit() or int(major) >= FORCED_FROM[family])
