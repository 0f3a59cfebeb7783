"""What AWS answers when an object is made, where a template cannot say it."""

from collections.abc import Mapping
from typing import Any

from app.toolchains.simulator.provider import Answer, Subject
from app.toolchains.simulator.tokens import Tokens, seed_of
from app.toolchains.simulator.values import Unknown


def create_certificate(subject: Subject) -> Mapping[str, Any]:
    """The DNS records that prove the ownership of each domain; the same for a name and its wildcard."""
    options = subject.values.get("domain_validation_options")
    if not isinstance(options, list):
        return {}
    return {"domain_validation_options": [_validation(option["domain_name"]) for option in options]}


def _validation(domain: str) -> dict[str, str]:
    base = domain.removeprefix("*.")
    tokens = Tokens(seed_of("acm", {"domain": base}))
    return {
        "domain_name": domain,
        "resource_record_name": f"_{tokens.text('hex32')}.{base}.",
        "resource_record_type": "CNAME",
        "resource_record_value": f"_{tokens.bytes('value', 16).hex()}.acm-validations.aws.",
    }


def create_master_secret(subject: Subject) -> Mapping[str, Any]:
    """The secret that RDS manages, only where it was asked to."""
    if not isinstance(subject.values.get("master_user_secret"), Unknown):
        return {}
    if not subject.values.get("manage_master_user_password"):
        return {"master_user_secret": []}
    place, tokens = subject.place, subject.tokens
    arn = f"arn:{place.partition}:secretsmanager:{place.region}:{place.account}:secret:rds!{tokens.uuid('secret')}"
    key = subject.values.get("master_user_secret_kms_key_id") or "alias/aws/secretsmanager"
    return {"master_user_secret": [{"kms_key_id": key, "secret_arn": arn, "secret_status": "active"}]}


def create_record(subject: Subject) -> Mapping[str, Any]:
    """The full name of a DNS record."""
    name = subject.values.get("name")
    return {"fqdn": name.rstrip(".")} if isinstance(name, str) else {}


CREATORS: Mapping[str, Answer] = {
    "aws_acm_certificate": create_certificate,
    "aws_db_instance": create_master_secret,
    "aws_rds_cluster": create_master_secret,
    "aws_redshift_cluster": create_master_secret,
    "aws_route53_record": create_record,
}
