"""Identifiers, ARNs and endpoints have AWS's shapes."""

import re
from typing import Any

import pytest

from app.knowledge.schemas import provider_schema
from app.knowledge.schemas.computed import computed_tables
from app.toolchains.simulator.computed import Filler, templates_of
from app.toolchains.simulator.place import Place
from app.toolchains.simulator.planning import planned_state
from app.toolchains.simulator.tokens import Tokens
from app.toolchains.simulator.values import has_unknown

PLACE = Place(region="eu-west-1", account="111122223333")
HEX = "[0-9a-f]{17}"


def made(kind: str, **given: Any) -> dict[str, Any]:
    block = provider_schema("aws").resource(kind)
    assert block is not None
    empty: dict[str, Any] = dict.fromkeys(block.attributes)
    for name, nested in block.blocks.items():
        empty[name] = {"single": None, "map": {}}.get(nested.nesting, [])
    planned = planned_state(block, {**empty, **given}, None, {})
    return Filler(kind, block, planned, Tokens("seed"), PLACE).fill()


@pytest.mark.parametrize(
    ("kind", "given", "attribute", "shape"),
    [
        ("aws_vpc", {"cidr_block": "10.0.0.0/16"}, "id", f"vpc-{HEX}"),
        ("aws_vpc", {}, "arn", f"arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-{HEX}"),
        ("aws_s3_bucket", {"bucket": "b"}, "arn", "arn:aws:s3:::b"),
        ("aws_s3_bucket", {"bucket_prefix": "p-"}, "id", r"p-\d{26}"),
        ("aws_sqs_queue", {"name": "q"}, "url", "https://sqs.eu-west-1.amazonaws.com/111122223333/q"),
        ("aws_lb", {"name": "w", "load_balancer_type": "network"}, "arn", r"arn:.*:loadbalancer/net/w/[0-9a-f]{16}"),
        ("aws_lb", {"name": "w", "internal": True}, "dns_name", r"internal-w-\d{10}\.eu-west-1\.elb\.amazonaws\.com"),
        ("aws_lb", {"name": "w"}, "arn_suffix", r"app/w/[0-9a-f]{16}"),
        ("aws_iam_role", {"name": "r", "path": "/a/"}, "arn", "arn:aws:iam::111122223333:role/a/r"),
        ("aws_db_instance", {"identifier": "d", "engine": "mysql"}, "endpoint", r"d\.\w{12}\.eu-west-1\.rds.*:3306"),
        ("aws_cloudfront_distribution", {}, "domain_name", r"d[0-9a-z]{13}\.cloudfront\.net"),
        ("aws_lambda_function", {"function_name": "f"}, "invoke_arn", r"arn:aws:apigateway:.*:function:f/invocations"),
        ("aws_eks_cluster", {"name": "c"}, "endpoint", r"https://[0-9A-F]{32}\.gr7\.eu-west-1\.eks\.amazonaws\.com"),
        ("aws_ssm_parameter", {"name": "plain"}, "arn", "arn:aws:ssm:eu-west-1:111122223333:parameter/plain"),
        ("aws_ecs_service", {"name": "s", "cluster": "arn:x:cluster/c"}, "id", "arn:aws:ecs:.*:service/c/s"),
        ("aws_wafv2_web_acl", {"name": "w", "scope": "CLOUDFRONT"}, "arn", "arn:aws:wafv2:.*:global/webacl/w/.{36}"),
        ("aws_scheduler_schedule", {"name": "n"}, "id", "default/n"),
        ("aws_route53_zone", {"name": "x"}, "zone_id", "Z[0-9A-Z]{19}"),
        (
            "aws_lb_listener",
            {"load_balancer_arn": "arn:aws:elasticloadbalancing:r:1:loadbalancer/app/w/1"},
            "arn",
            "arn:aws:elasticloadbalancing:r:1:listener/app/w/1/[0-9a-f]{16}",
        ),
    ],
)
def test_shapes(kind: str, given: dict[str, Any], attribute: str, shape: str) -> None:
    assert re.fullmatch(shape, made(kind, **given)[attribute])


def test_parts_of_one_object_agree() -> None:
    cluster = made("aws_rds_cluster", cluster_identifier="c", engine="aurora-mysql")
    assert cluster["endpoint"].split(".")[1].removeprefix("cluster-") in cluster["reader_endpoint"]
    assert cluster["port"] == 3306
    queue = made("aws_sqs_queue", name="q")
    assert queue["id"] == queue["url"]


def test_nested_computed_objects_are_filled() -> None:
    cluster = made("aws_eks_cluster", name="c")
    assert cluster["identity"][0]["oidc"][0]["issuer"].startswith("https://oidc.eks.eu-west-1")
    assert cluster["certificate_authority"][0]["data"]


@pytest.mark.parametrize("number", range(10))
def test_nothing_stays_unknown(number: int) -> None:
    kinds = sorted(provider_schema("aws").types())[number * 7 :: 211]
    for kind in kinds:
        assert not has_unknown(made(kind)), kind


def test_data_sources_have_their_own_templates_on_top() -> None:
    assert templates_of("aws_caller_identity", "data")["account_id"] == "{account}"
    assert templates_of("aws_vpc", "data")["id"] == "vpc-{hex17}"
    assert templates_of("nothing_known") == {}


def test_every_template_can_be_rendered() -> None:
    """A placeholder that nothing answers would silently give a made-up name."""
    word = re.compile(r"\{([^{}]+)\}")
    tables = computed_tables("aws")
    for section in ("ids", "arns"):
        for kind, template in tables[section].items():
            block = provider_schema("aws").resource(kind)
            assert block is not None, kind
            filler = Filler(kind, block, dict.fromkeys(block.attributes, "x"), Tokens("s"), PLACE)
            for found in word.findall(template):
                assert filler._placeholder(found) is not None, (kind, found)
