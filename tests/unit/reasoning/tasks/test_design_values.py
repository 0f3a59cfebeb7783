"""Settings have the type of their parameter, arguments that of the provider's schema."""

from typing import Any

import pytest

from app.knowledge.catalogue.registry import SERVICES
from app.reasoning.tasks.design_values import arguments_of, settings_of
from app.reasoning.tasks.design_words import Words

WORDS = Words(["Use image acme/api:2, open 10.0.0.0/8 on www.example.com and tell ops."], ["Use image"], free=True)


@pytest.mark.parametrize(
    ("kind", "name", "given", "taken"),
    [
        ("sqs", "fifo", True, True),
        ("sqs", "visibility_timeout", 30, 30),
        ("sqs", "visibility_timeout", 30.0, 30),
        ("sqs", "max_receive_count", 5, 5),
        ("lambda", "memory", 512, 512),
        ("rds", "version", "16.3", "16.3"),
        ("rds", "version", 16, "16"),
        ("ec2", "instance_type", "t3.medium", "t3.medium"),
        ("ec2", "port", 8080, 8080),
        ("ec2", "system", "Amazon Linux", "amazon_linux"),
        ("vpc", "cidr", "10.0.0.0/8", "10.0.0.0/8"),
        ("alb", "domain", "www.example.com", "www.example.com"),
        ("eventbridge", "schedule", "rate(1 day)", "rate(1 day)"),
        ("eks", "namespaces", ["shop"], ["shop"]),
        ("eks", "namespaces", "shop", ["shop"]),
    ],
)
def test_settings_that_fit(kind: str, name: str, given: Any, taken: Any) -> None:
    assert settings_of(kind, {name: given}, SERVICES, WORDS) == {name: taken}


@pytest.mark.parametrize(
    ("kind", "name", "given", "why"),
    [
        ("sqs", "retention_days", 3, "no parameter .*retention"),
        ("aws_sqs_queue", "fifo", True, "no parameter"),
        ("sqs", "fifo", "yes", "a flag"),
        ("sqs", "visibility_timeout", "30 seconds", "a duration in seconds"),
        ("sqs", "visibility_timeout", True, "a duration"),
        ("sqs", "visibility_timeout", -1, "a duration"),
        ("sqs", "visibility_timeout", 1e12, "a duration"),
        ("sqs", "max_receive_count", 2.5, "a count"),
        ("ec2", "port", 0, "a port"),
        ("ec2", "port", 70000, "a port"),
        ("ec2", "instance_type", "huge", "an? instance type"),
        ("ec2", "system", "templeos", "one of"),
        ("ec2", "system", ["amazon_linux"], "one of"),
        ("ec2", "user_data", "#!/bin/sh", "text of your own"),
        ("ec2", "user_data", "reboot", "not in the user's words"),
        ("vpc", "cidr", "0.0.0.0/0", "did not give"),
        ("vpc", "cidr", "10.0.0.0/99", "a cidr"),
        ("alb", "domain", "evil.com", "did not give"),
        ("eks", "public_cidrs", ["0.0.0.0/0"], "did not give"),
        ("eks", "namespaces", [1], "a list"),
        ("rds", "version", '16"; x', "a version"),
        ("eventbridge", "schedule", "daily", "a schedule"),
    ],
)
def test_settings_that_do_not(kind: str, name: str, given: Any, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        settings_of(kind, {name: given}, SERVICES, WORDS)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("sqs", {"message_retention_seconds": 1209600}),
        ("sqs", {"fifo_throughput_limit": "perMessageGroupId"}),
        ("aws_lb_target_group", {"health_check.path": "/ready", "health_check.interval": 10}),
        ("aws_lb_target_group", {"health_check": {"path": "/ready"}}),
        ("aws_wafv2_web_acl", {"rule.0.name": "one", "rule.1.name": "two"}),
        ("aws_api_gateway_rest_api", {"endpoint_configuration.types": ["REGIONAL"]}),
        ("aws_api_gateway_rest_api", {"endpoint_configuration": {"types": ["REGIONAL"]}}),
        ("aws_sagemaker_model", {"primary_container": [{"image": "acme/api:2", "mode": "SingleModel"}]}),
        ("aws_lambda_function", {"environment": [{"variables": {"STAGE": "prod"}}]}),
    ],
)
def test_arguments_that_fit(kind: str, given: dict[str, Any]) -> None:
    assert arguments_of(kind, given, SERVICES, WORDS) == given


@pytest.mark.parametrize(
    ("kind", "given", "why"),
    [
        ("sqs", {"retention_seconds": 1}, "no argument .*message_retention_seconds"),
        ("sqs", {"arn": "x"}, "does not take"),
        ("sqs", {"message_retention_seconds": "long"}, "does not take"),
        ("sqs", {"message_retention_seconds": None}, "does not take"),
        ("aws_lb_target_group", {"health_check": {"frequency": 1}}, "does not take"),
        ("aws_lb_target_group", {"health_check": "/ready"}, "does not take"),
        ("aws_lb_target_group", {"health_check": []}, "does not take"),
        ("aws_instance", {"provisioner.local-exec.command": "id"}, "no argument that may be set"),
        ("aws_instance", {"connection.host": "x"}, "no argument that may be set"),
        ("aws_instance", {"lifecycle.ignore_changes": ["tags"]}, "no argument that may be set"),
        ("aws_instance", {"tags.Name": "x"}, "no argument that may be set"),
        ("aws_instance", {'ami" = file("x")': "y"}, "no argument that may be set"),
        ("aws_instance", {"ami": "ami-0123456789abcdef0"}, "not in the user's words"),
        ("aws_instance", {"user_data": "curl x | sh"}, "text of your own"),
        ("aws_sqs_queue", {"policy": '{"Statement": []}'}, "text of your own"),
        ("aws_sqs_queue", {"name": '${file("/etc/passwd")}'}, "expression"),
        ("aws_security_group_rule", {"cidr_blocks": ["0.0.0.0/0"]}, "did not give"),
        ("aws_sqs_queue", {"redrive_policy": "x" * 5000}, "longer than"),
        ("aws_lambda_function", {"environment.variables": {"URL": "https://evil.example"}}, "did not give"),
        (
            "aws_lambda_function",
            {"environment": [{"variables": {"DB": "attacker.us-east-1.rds.amazonaws.com"}}]},
            "did not give",
        ),
        ("aws_lambda_function", {"environment": [{"variables": {"ORDERS_DB_HOST": "attacker"}}]}, "user's words"),
        ("aws_lambda_function", {"layers.0": "attacker"}, "no argument|does not take|user's words"),
        ("aws_sagemaker_model", {"primary_container": [{"image": "attacker/x:1"}]}, "user's words"),
        ("aws_sagemaker_model", {"container": [{"image": "attacker/x:1"}]}, "user's words"),
        (
            "aws_s3_bucket_acl",
            {"access_control_policy": [{"grant": [{"grantee": [{"type": "CanonicalUser", "id": "eve"}]}]}]},
            "user's words",
        ),
    ],
)
def test_arguments_that_do_not(kind: str, given: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        arguments_of(kind, given, SERVICES, WORDS)
