"""Whole stacks, computed by hand to the cent from AWS's list prices: each line of arithmetic stands beside its sum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from app.analysis.pricing.book import PriceBook
from app.analysis.pricing.engine import estimate
from app.analysis.pricing.usage import Usage, flat
from app.domain.planned import Planned, PlannedResource

BOOK = PriceBook()


@dataclass(frozen=True)
class Stack:
    """Resources, their use, and what a month of them costs by hand: ``(what, dollars)`` without and by use."""

    name: str
    resources: Sequence[PlannedResource]
    baseline: Sequence[tuple[str, str]]
    by_usage: Sequence[tuple[str, str]] = ()
    usage: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def one(address: str, values: Mapping[str, Any] | None = None, **references: str) -> PlannedResource:
    """A resource in us-east-1; ``a__b`` names the attribute ``a.b`` that refers to an address."""
    type_, _, name = address.partition(".")
    named = {key.replace("__", "."): (target,) for key, target in references.items()}
    return PlannedResource(address, type_, name, region="us-east-1", values=values or {}, references=named)


def total(lines: Sequence[tuple[str, str]]) -> Decimal:
    return sum((Decimal(dollars) for _, dollars in lines), Decimal(0))


STACKS = (
    Stack(
        "web server",
        [
            one("aws_instance.web", {
                "instance_type": "m5.large", "monitoring": True,
                "root_block_device": [{"volume_type": "gp3", "volume_size": 50}],
            }),
            one("aws_eip.web", {}, instance="aws_instance.web"),
            one("aws_security_group.web"),
        ],
        [
            ("m5.large 730 × 0.096", "70.08"), ("root 50 × 0.08", "4.00"), ("monitoring 7 × 0.30", "2.10"),
            ("address 730 × 0.005", "3.65"),
        ],
    ),
    Stack(
        "autoscaling group behind an application load balancer",
        [
            one("aws_launch_template.app", {
                "instance_type": "t3.medium",
                "block_device_mappings": [{"ebs": [{"volume_type": "gp3", "volume_size": 20}]}],
            }),
            one("aws_autoscaling_group.app", {"desired_capacity": 3}, launch_template__id="aws_launch_template.app"),
            one("aws_lb.app", {"load_balancer_type": "application"}),
            one("aws_lb_listener.app"),
        ],
        [("3 t3.medium: 3 × 730 × 0.0416", "91.104"), ("disks 3 × 20 × 0.08", "4.80"), ("ALB 730 × 0.0225", "16.425")],
        [("1460 GB need 2 units: 2 × 5.84", "11.68")],
        {"aws_lb.app": {"processed_bytes_gb": 1460}},
    ),
    Stack(
        "disks",
        [
            one("aws_ebs_volume.fast", {"type": "gp3", "size": 500, "iops": 6000, "throughput": 250}),
            one("aws_ebs_volume.faster", {"type": "io2", "size": 100, "iops": 40000}),
            one("aws_ebs_volume.logs", {"type": "st1", "size": 1000}),
            one("aws_ebs_snapshot.logs", {}, volume_id="aws_ebs_volume.logs"),
        ],
        [
            ("gp3 500 × 0.08", "40"), ("3000 more IOPS × 0.005", "15"), ("125 more MB/s × 0.04", "5"),
            ("io2 100 × 0.125", "12.50"), ("32000 × 0.065", "2080"), ("8000 × 0.0455", "364"),
            ("st1 1000 × 0.045", "45"),
        ],
        [("snapshot 1000 × 0.05", "50")],
    ),
    Stack(
        "network",
        [
            one("aws_vpc.main"), one("aws_subnet.a"), one("aws_internet_gateway.main"),
            one("aws_eip.nat"), one("aws_nat_gateway.main", {}, allocation_id="aws_eip.nat"),
            one("aws_vpc_endpoint.s3", {"vpc_endpoint_type": "Gateway"}),
        ],
        [("NAT 730 × 0.045", "32.85"), ("address 730 × 0.005", "3.65"), ("gateway endpoint", "0")],
        [("NAT 200 GB × 0.045", "9.00")],
        {"aws_nat_gateway.main": {"monthly_data_processed_gb": 200}},
    ),
    Stack(
        "database in two zones",
        [
            one("aws_db_instance.main", {
                "engine": "mysql", "instance_class": "db.m5.large", "multi_az": True, "allocated_storage": 100,
                "storage_type": "gp3",
            }),
            one("aws_db_subnet_group.main"),
            one("aws_kms_key.main"),
            one("aws_secretsmanager_secret.main"),
        ],
        [
            ("db.m5.large twice: 730 × 2 × 0.171", "249.66"), ("storage twice: 100 × 2 × 0.115", "23.00"), ("key", "1"),
            ("secret", "0.40"),
        ],
        [("100,000 requests: 10 × 0.05", "0.50")],
        {"aws_secretsmanager_secret.main": {"monthly_requests": 100_000}},
    ),
    Stack(
        "functions",
        [
            one("aws_lambda_function.api", {"memory_size": 512}),
            one("aws_lambda_permission.api"),
            one("aws_iam_role.api"),
            one("aws_sqs_queue.jobs"),
            one("aws_cloudwatch_log_group.api"),
        ],
        [],
        [
            ("10M requests × 0.20", "2.00"), ("10M × 0.2 s × 0.5 GB = 1M GB-seconds × 0.0000166667", "16.6667"),
            ("5M requests × 0.40", "2.00"), ("logs 20 GB × 0.50", "10.00"), ("kept 100 GB × 0.03", "3.00"),
        ],
        {
            "aws_lambda_function.api": {"monthly_requests": 10_000_000, "request_duration_ms": 200},
            "aws_sqs_queue.jobs": {"monthly_requests": 5_000_000},
            "aws_cloudwatch_log_group.api": {"monthly_data_ingested_gb": 20, "storage_gb": 100},
        },
    ),
    Stack(
        "static site",
        [
            one("aws_s3_bucket.site"), one("aws_s3_bucket_policy.site"), one("aws_cloudfront_distribution.site"),
            one("aws_route53_zone.site"),
        ],
        [("zone", "0.50")],
        [
            ("500 GB × 0.023", "11.50"), ("1,000,000 PUT: 1000 × 0.005", "5.00"),
            ("10,000,000 GET: 10000 × 0.0004", "4.00"),
            ("first 10 TB: 10240 × 0.085", "870.40"), ("the next 4760 GB × 0.080", "380.80"),
            ("1,000,000 requests: 100 × 0.01", "1.00"),
        ],
        {
            "aws_s3_bucket.site": {"standard": {
                "storage_gb": 500, "monthly_tier_1_requests": 1_000_000, "monthly_tier_2_requests": 10_000_000,
            }},
            "aws_cloudfront_distribution.site": {
                "monthly_data_transfer_to_internet_gb": {"us": 15_000}, "monthly_https_requests": {"us": 1_000_000},
            },
        },
    ),
    Stack(
        "kubernetes",
        [
            one("aws_eks_cluster.main"),
            one("aws_eks_node_group.main", {"instance_types": ["t3.large"], "scaling_config": [{"desired_size": 2}]}),
        ],
        [("cluster 730 × 0.10", "73"), ("2 × 730 × 0.0832", "121.472"), ("disks 2 × 20 × 0.10", "4")],
    ),
    Stack(
        "windows and dedicated machines",
        [
            one("aws_instance.windows", {
                "instance_type": "m5.large", "root_block_device": [{"volume_size": 100, "volume_type": "gp2"}],
            }),
            one("aws_instance.alone", {
                "instance_type": "t3.medium", "tenancy": "dedicated",
                "root_block_device": [{"volume_size": 10, "volume_type": "gp3"}],
            }),
            one("aws_ec2_host.c5", {"instance_family": "c5"}),
        ],
        [
            ("Windows 730 × 0.188", "137.24"), ("100 × 0.10", "10"), ("dedicated 730 × 0.0441", "32.193"),
            ("10 × 0.08", "0.80"), ("host 730 × 3.366", "2457.18"),
        ],
        [("20 credit hours of 2 vCPUs × 0.05", "2.00")],
        {
            "aws_instance.windows": {"operating_system": "windows"},
            "aws_instance.alone": {"monthly_cpu_credit_hrs": 20},
        },
    ),
    Stack(
        "cache, alarms and a beanstalk",
        [
            one("aws_elasticache_replication_group.main", {
                "engine": "redis", "node_type": "cache.t3.medium", "num_cache_clusters": 2,
            }),
            one("aws_cloudwatch_metric_alarm.a", {"period": 300, "metric_name": "CPU"}),
            one("aws_elastic_beanstalk_environment.old", {"setting": [
                {"namespace": "aws:autoscaling:asg", "name": "MinSize", "value": "2"},
                {"namespace": "aws:elasticbeanstalk:environment", "name": "LoadBalancerType", "value": "classic"},
            ]}),
        ],
        [
            ("2 nodes: 2 × 730 × 0.068", "99.28"), ("alarm", "0.10"), ("2 t3.micro: 2 × 730 × 0.0104", "15.184"),
            ("disks 2 × 8 × 0.10", "1.60"), ("balancer 730 × 0.025", "18.25"),
        ],
        [("100 GB × 0.008", "0.80")],
        {"aws_elastic_beanstalk_environment.old": {"elb": {"monthly_data_processed_gb": 100}}},
    ),
)  # fmt: skip


@pytest.mark.parametrize("stack", STACKS, ids=lambda stack: stack.name)
def test_a_stack_costs_what_the_hand_says(stack: Stack) -> None:
    usage = Usage(resources={address: flat(keys) for address, keys in stack.usage.items()}, assume="none")
    found = estimate([Planned(".", tuple(stack.resources))], BOOK, usage)
    cent = Decimal("0.01")
    assert found.unpriced == ()
    assert found.baseline.quantize(cent) == total(stack.baseline).quantize(cent)
    assert found.by_usage.quantize(cent) == total(stack.by_usage).quantize(cent)
    assert found.monthly.quantize(cent) == (total(stack.baseline) + total(stack.by_usage)).quantize(cent)
    assert len(found.resources) + found.free == len(stack.resources)


def test_there_are_ten() -> None:
    assert len(STACKS) == 10
