import pytest

from app.knowledge.schemas import provider_schema
from app.reasoning.model.tools.making import LIMIT
from tests.unit.reasoning.model.tools.conftest import Ask


@pytest.mark.parametrize(
    ("kind", "path", "says"),
    [
        ("aws_db_instance", "backup_retention_period", ["number, optional", "from 0 to 35", "Usually 7"]),
        ("aws_db_instance", "password", ["Sensitive", "at most one of password, manage_master_user_password"]),
        ("aws_lb", "load_balancer_type", ['Allowed: "application"', 'Default: "application"', "makes a new resource"]),
        ("aws_s3_bucket", "acl", ["Deprecated: use aws_s3_bucket_acl"]),
        ("aws_s3_bucket_versioning", "versioning_configuration.status", ["string, required"]),
        ("aws_s3_bucket_versioning", "versioning_configuration[0].status", ["string, required"]),
        ("aws_s3_bucket_versioning", "versioning_configuration.0.status", ["string, required"]),
        ("aws_s3_bucket_versioning", "aws_s3_bucket_versioning.bucket", ["string, required"]),
        ("aws_s3_bucket_versioning", "versioning_configuration", ["block (one, required)", "- status: string"]),
        ("aws_iam_role", "name", ["letters, digits", '"limit": 64']),
        ("aws_vpc", "cidr_block", ["IPv4 network"]),
        ("aws_lambda_function", "role", ["an ARN"]),
        ("aws_sqs_queue", "arn", ["exported only"]),
        ("aws_ebs_volume", "encrypted", ["Safe: true"]),
        ("aws_db_instance", "db_subnet_group_name", ["a reference to aws_db_subnet_group.name"]),
    ],
)
def test_what_is_known(ask: Ask, kind: str, path: str, says: list[str]) -> None:
    told = ask("attribute", type=kind, path=path)
    assert [one for one in says if one not in told] == []
    assert "@" not in told.replace("_+=,.@-", "")


@pytest.mark.parametrize(
    ("kind", "path", "says"),
    [
        ("aws_sqs_queue", "nmae", r"no 'nmae'\. Nearest: name"),
        ("aws_s3_bucket_versioning", "versioning_configuration.statuss", r"Nearest: status"),
        ("aws_s3_bucket_versioning", "status", r"Elsewhere: versioning_configuration\.status"),
        ("aws_s3_bucket_versioning", "a.b.c", r"no 'a\.b\.c'\.$"),
        ("aws_s3_bucket_versioning", "...", "no ''"),
        ("aws_sqs_queue", "name.inside", "no 'name.inside'"),
        ("aws_sqs_quue", "name", "Nearest: aws_sqs_queue"),
    ],
)
def test_what_is_not_there_is_told_with_the_nearest(ask: Ask, kind: str, path: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        ask("attribute", type=kind, path=path)


def test_inside_of_an_object(ask: Ask) -> None:
    kind, path, inner = next(
        (kind, name, next(iter(one.type[1][1])))
        for kind in provider_schema("aws").types()
        for name, one in provider_schema("aws").resource(kind).attributes.items()  # type: ignore[union-attr]
        if isinstance(one.type, list) and one.type[0] == "list" and isinstance(one.type[1], list)
        if one.type[1][0] == "object"
    )
    assert ask("attribute", type=kind, path=f"{path}[0].{inner}").startswith(f"{path}.{inner} of {kind}: ")
    with pytest.raises(ValueError, match="has no"):
        ask("attribute", type=kind, path=f"{path}.surely_not")


def test_a_data_source(ask: Ask) -> None:
    told = ask("attribute", type="aws_caller_identity", path="account_id", data=True)
    assert told == "account_id of aws_caller_identity: string, exported only"


def test_the_largest_blocks_fit(ask: Ask) -> None:
    assert len(ask("attribute", type="aws_wafv2_web_acl", path="rule.statement")) <= LIMIT
