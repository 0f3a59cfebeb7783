"""Types that a model may add: familiar ones, and those that the user names."""

import pytest

from app.knowledge.schemas import schema_of
from app.reasoning.tasks.files_types import FAMILIAR, strange_types
from tests.unit.reasoning.tasks.proofs import change, proof

FLOOR = proof(change("aws_sqs_queue.jobs"), change("aws_vpn_gateway.main"))
REFUSED = {
    "a layer for everybody": ("aws_lambda_layer_version_permission.x", "a lambda that sends mail"),
    "a switch of the account": ("aws_glue_data_catalog_encryption_settings.x", "a glue job"),
    "a sink": ("aws_oam_sink_policy.x", "an oam thing"),
    "a share": ("aws_ram_resource_share.x", "share nothing"),
    "a tunnel": ("aws_ec2_client_vpn_endpoint.x", "an ec2 instance"),
    "in a module": ('module.a["x"].aws_kms_grant.x[0]', "a kms key"),
    "a part of a word": ("aws_timestreamwrite_database.x", "in time"),
    "service and no more": ("aws_cloudformation_stack.x", "the form"),
    "another provider": ("azurerm_thing.x", "a queue"),
    "a second way to a group": ("aws_s3_bucket_acl.x", "an s3 bucket"),
    "a maintenance task": ("aws_ssm_maintenance_window_task.x", "a maintenance window by ssm"),
}
FINE = {
    "familiar": ("aws_sns_topic.x", "tell us"),
    "lots": ("random_password.x", "a queue"),
    "the floor has one": ("aws_vpn_gateway.second", "a queue"),
    "a service of its own": ("aws_lightsail_instance.x", "a Lightsail box"),
    "a longer name": ("aws_timestreamwrite_database.x", "a Timestream database"),
    "a name in prose": ("aws_key_pair.x", "with our SSH key"),
    "all its words": ("aws_s3_bucket_acl.x", "an S3 bucket with an ACL"),
}


@pytest.mark.parametrize(("address", "said"), REFUSED.values(), ids=REFUSED)
def test_what_nobody_named_is_refused(address: str, said: str) -> None:
    (told,) = strange_types(proof(change(address)), FLOOR, said)
    assert "a type that the request does not name" in told


@pytest.mark.parametrize(("address", "said"), FINE.values(), ids=FINE)
def test_what_is_familiar_or_named_may_be_added(address: str, said: str) -> None:
    assert strange_types(proof(change(address)), FLOOR, said) == ()


def test_what_was_there_is_not_looked_at() -> None:
    floor = proof(change("aws_oam_sink_policy.x"))
    assert strange_types(floor, floor, "") == ()


def test_all_that_is_familiar_exists() -> None:
    assert [kind for kind in FAMILIAR if schema_of(kind) is None] == ["terraform_data"]
