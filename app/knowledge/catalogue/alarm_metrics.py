"""What to watch, by provider type: the metrics whose alarm means that somebody should look.

Thresholds are starting points for a small service; names and dimensions are those of the services' CloudWatch
reference pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from app.domain.resources import Ref, Template
from app.knowledge.catalogue.base import Ports
from app.knowledge.catalogue.statements import type_of

Comparison = Literal["GreaterThanThreshold", "LessThanThreshold", "GreaterThanOrEqualToThreshold"]
ABOVE: Comparison = "GreaterThanThreshold"
BELOW: Comparison = "LessThanThreshold"


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric: ``meaning`` completes "when …"; ``missing`` is what no data means (``notBreaching``)."""

    name: str
    meaning: str
    threshold: float
    statistic: str = "Sum"
    comparison: Comparison = ABOVE
    period: int = 300
    evaluations: int = 1
    missing: str = "notBreaching"

    @property
    def suffix(self) -> str:
        """The metric's name as part of a label: ``CPUUtilization`` → ``cpu_utilization``."""
        out = ""
        for index, char in enumerate(self.name):
            before = self.name[index - 1] if index else ""
            after = self.name[index + 1] if index + 1 < len(self.name) else ""
            if char.isupper() and index and (before.islower() or (before.isupper() and after.islower())):
                out += "_"
            out += char.lower() if char.isalnum() else "_"
        return out.replace("__", "_")


@dataclass(frozen=True, slots=True)
class Watched:
    """A type's namespace, its dimensions and its metrics, the first one first.

    A dimension is an attribute of the resource, or ``extra:`` and a key of the ports' extra; ``suffix`` is what
    CloudWatch puts after each.
    """

    namespace: str
    dimensions: Mapping[str, str]
    metrics: tuple[Metric, ...]
    suffix: str = ""


CPU = Metric("CPUUtilization", "the processor is busy", 80, "Average", evaluations=3, missing="missing")

WATCHED: Mapping[str, Watched] = {
    "aws_lambda_function": Watched("AWS/Lambda", {"FunctionName": "function_name"}, (
        Metric("Errors", "invocations fail", 0), Metric("Throttles", "invocations are throttled", 0),
    )),
    "aws_sqs_queue": Watched("AWS/SQS", {"QueueName": "name"}, (
        Metric("ApproximateAgeOfOldestMessage", "messages wait too long", 900, "Maximum", evaluations=2),
    )),
    "aws_sns_topic": Watched("AWS/SNS", {"TopicName": "name"}, (
        Metric("NumberOfNotificationsFailed", "notifications are not delivered", 0),
    )),
    "aws_dynamodb_table": Watched("AWS/DynamoDB", {"TableName": "name"}, (
        Metric("ThrottledRequests", "requests are throttled", 0, evaluations=2),
        Metric("SystemErrors", "requests fail", 0),
    )),
    "aws_db_instance": Watched("AWS/RDS", {"DBInstanceIdentifier": "identifier"}, (
        CPU,
        Metric("FreeStorageSpace", "storage runs out", 5 * 1024**3, "Minimum", BELOW, missing="missing"),
        Metric("FreeableMemory", "memory runs out", 256 * 1024**2, "Average", BELOW, evaluations=3, missing="missing"),
    )),
    "aws_rds_cluster": Watched("AWS/RDS", {"DBClusterIdentifier": "cluster_identifier"}, (
        CPU, Metric("DatabaseConnections", "many connections are open", 500, "Average", evaluations=3),
    )),
    "aws_elasticache_replication_group": Watched("AWS/ElastiCache", {"CacheClusterId": "replication_group_id"}, (
        Metric("EngineCPUUtilization", "the cache's processor is busy", 80, "Average", evaluations=3),
        Metric("DatabaseMemoryUsagePercentage", "the cache runs out of memory", 85, "Average", evaluations=3),
    ), "-001"),
    "aws_instance": Watched("AWS/EC2", {"InstanceId": "id"}, (
        CPU, Metric("StatusCheckFailed", "the instance fails its status check", 0, "Maximum", evaluations=2),
    )),
    "aws_autoscaling_group": Watched("AWS/EC2", {"AutoScalingGroupName": "name"}, (CPU,)),
    "aws_ecs_service": Watched("AWS/ECS", {"ServiceName": "name", "ClusterName": "extra:cluster_name"}, (
        CPU, Metric("MemoryUtilization", "memory runs out", 85, "Average", evaluations=3, missing="missing"),
    )),
    "aws_lb": Watched("AWS/ApplicationELB", {"LoadBalancer": "arn_suffix"}, (
        Metric("HTTPCode_Target_5XX_Count", "the targets answer with errors", 10),
        Metric("HTTPCode_ELB_5XX_Count", "the load balancer answers with errors", 10),
        Metric("TargetResponseTime", "answers are slow", 2, "Average", evaluations=3),
    )),
    "aws_apigatewayv2_api": Watched("AWS/ApiGateway", {"ApiId": "id"}, (
        Metric("5xx", "the API answers with errors", 5), Metric("Latency", "answers are slow", 2000, "Average",
        evaluations=3),
    )),
    "aws_api_gateway_rest_api": Watched("AWS/ApiGateway", {"ApiName": "name"}, (
        Metric("5XXError", "the API answers with errors", 5),
        Metric("Latency", "answers are slow", 2000, "Average", evaluations=3),
    )),
    "aws_kinesis_stream": Watched("AWS/Kinesis", {"StreamName": "name"}, (
        Metric("GetRecords.IteratorAgeMilliseconds", "readers fall behind", 600000, "Maximum", evaluations=2),
        Metric("WriteProvisionedThroughputExceeded", "writes are throttled", 0),
    )),
    "aws_kinesis_firehose_delivery_stream": Watched("AWS/Firehose", {"DeliveryStreamName": "name"}, (
        Metric("DeliveryToS3.DataFreshness", "delivery falls behind", 900, "Maximum", evaluations=2),
    )),
    "aws_sfn_state_machine": Watched("AWS/States", {"StateMachineArn": "arn"}, (
        Metric("ExecutionsFailed", "executions fail", 0), Metric("ExecutionsTimedOut", "executions time out", 0),
    )),
    "aws_efs_file_system": Watched("AWS/EFS", {"FileSystemId": "id"}, (
        Metric("PercentIOLimit", "the file system reaches its I/O limit", 90, "Average", evaluations=3),
    )),
    "aws_nat_gateway": Watched("AWS/NATGateway", {"NatGatewayId": "id"}, (
        Metric("ErrorPortAllocation", "the gateway has no ports left", 0),
    )),
    "aws_cloudwatch_event_rule": Watched("AWS/Events", {"RuleName": "name"}, (
        Metric("FailedInvocations", "the rule cannot start its target", 0),
    )),
    "aws_redshift_cluster": Watched("AWS/Redshift", {"ClusterIdentifier": "cluster_identifier"}, (
        CPU, Metric("PercentageDiskSpaceUsed", "storage runs out", 85, "Average", missing="missing"),
    )),
    "aws_opensearch_domain": Watched("AWS/ES", {"DomainName": "domain_name", "ClientId": "extra:account"}, (
        Metric("ClusterStatus.red", "shards are not assigned", 0, "Maximum"),
        Metric("FreeStorageSpace", "storage runs out", 20480, "Minimum", BELOW, missing="missing"),
    )),
    "aws_eks_cluster": Watched("AWS/EKS", {"ClusterName": "name"}, (
        Metric("apiserver_request_total_5XX", "the API server answers with errors", 10),
    )),
}  # fmt: skip


def watched(ports: Ports, service: str = "") -> Watched | None:
    """What to watch of a wired component of a service, or None where nothing is known."""
    kind = type_of(ports.address)
    if service == "nlb":
        return Watched("AWS/NetworkELB", {"LoadBalancer": "arn_suffix"}, (
            Metric("TCP_Target_Reset_Count", "the targets reset connections", 100),
        ))  # fmt: skip
    return WATCHED.get(kind)


def copies(ports: Ports) -> range:
    """The indexes of a component that is made several times by ``count``; just 0 for a single one."""
    return range(int(ports.extra.get("count") or 1))


def dimensions_of(ports: Ports, entry: Watched, index: int = 0) -> dict[str, Any]:
    """The dimensions of one copy as expressions, without those whose value nobody knows."""
    values = {name: _dimension(ports, place, entry.suffix, index) for name, place in entry.dimensions.items()}
    return {name: value for name, value in values.items() if value is not None}


def _dimension(ports: Ports, place: str, suffix: str, index: int) -> Any:
    if place.startswith("extra:"):
        return ports.extra.get(place.removeprefix("extra:"))
    value = Ref(ports.address, f"[{index}].{place}" if len(copies(ports)) > 1 else place)
    return Template((value, suffix)) if suffix else value


METRIC_NAMES = sorted({metric.name for entry in WATCHED.values() for metric in entry.metrics})
METRIC_WORDS: Mapping[str, str] = {
    **{name.lower(): name for name in METRIC_NAMES},
    "cpu": "CPUUtilization", "processor": "CPUUtilization", "memory": "MemoryUtilization",
    "memoria": "MemoryUtilization", "error": "Errors", "errors": "Errors", "errores": "Errors", "5xx": "5XXError",
    "throttle": "Throttles", "throttles": "Throttles", "latency": "Latency", "latencia": "Latency",
    "queue depth": "ApproximateNumberOfMessagesVisible", "messages visible": "ApproximateNumberOfMessagesVisible",
    "storage": "FreeStorageSpace", "free storage": "FreeStorageSpace", "age of oldest message":
    "ApproximateAgeOfOldestMessage", "connections": "DatabaseConnections", "duration": "Duration",
}  # fmt: skip
"""Words for metrics in requests."""

NAMESPACES: Mapping[str, str] = {
    "Errors": "AWS/Lambda", "Throttles": "AWS/Lambda", "Duration": "AWS/Lambda", "CPUUtilization": "AWS/EC2",
    "MemoryUtilization": "AWS/ECS", "FreeStorageSpace": "AWS/RDS", "DatabaseConnections": "AWS/RDS",
    "ApproximateNumberOfMessagesVisible": "AWS/SQS", "ApproximateAgeOfOldestMessage": "AWS/SQS",
    "5XXError": "AWS/ApiGateway", "Latency": "AWS/ApiGateway",
}  # fmt: skip
"""Where a metric lives when nothing to watch is joined to the alarm."""
