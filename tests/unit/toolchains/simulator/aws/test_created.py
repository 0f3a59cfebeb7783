"""What AWS answers when something is made."""

from app.toolchains.simulator.aws.created import CREATORS, create_certificate, create_master_secret, create_record
from app.toolchains.simulator.values import UNKNOWN
from tests.unit.toolchains.simulator.subjects import subject_of


def test_a_name_and_its_wildcard_share_a_record() -> None:
    options = [{"domain_name": name} for name in ("example.com", "*.example.com", "b.example")]
    answer = create_certificate(subject_of("aws_acm_certificate", domain_validation_options=options))
    first, wildcard, other = answer["domain_validation_options"]
    assert first["resource_record_name"] == wildcard["resource_record_name"]
    assert first["resource_record_name"] != other["resource_record_name"]
    assert first["resource_record_type"] == "CNAME"
    assert wildcard["domain_name"] == "*.example.com"


def test_managed_secret_only_where_asked_for() -> None:
    assert create_master_secret(subject_of("aws_db_instance", master_user_secret=UNKNOWN)) == {"master_user_secret": []}
    asked = subject_of("aws_db_instance", master_user_secret=UNKNOWN, manage_master_user_password=True)
    secret = create_master_secret(asked)["master_user_secret"][0]
    assert secret["secret_arn"].startswith("arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!")


def test_record_has_no_final_dot() -> None:
    assert create_record(subject_of("aws_route53_record", name="www.example.com."))["fqdn"] == "www.example.com"


def test_creators_exist() -> None:
    assert "aws_acm_certificate" in CREATORS
