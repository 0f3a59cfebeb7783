"""AWS KMS: keys of their own, for those who ask for one."""

from typing import Any

from app.domain.request import Component, Relation
from app.domain.resources import Json, Ref, Template
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.statements import distinct, key_administration, policy_statement

USE = ("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:DescribeKey", "kms:ReEncryptFrom", "kms:ReEncryptTo")
"""What users of the key may do."""
SIGN = ("kms:Sign", "kms:Verify", "kms:GetPublicKey", "kms:DescribeKey")


def wire(component: Component, site: Site) -> Ports:
    """The key, rotated every year, with an alias."""
    usage = site.setting(component, "usage")
    spec = site.setting(component, "spec")
    symmetric = spec in {None, "SYMMETRIC_DEFAULT"}
    statements: list[Any] = [key_administration(site)]
    key = site.add(
        "aws_kms_key",
        component.label,
        {
            "description": site.setting(component, "description") or f"Key {component.label}",
            "key_usage": usage,
            "customer_master_key_spec": spec,
            "enable_key_rotation": bool(site.setting(component, "rotation")) if symmetric else None,
            "rotation_period_in_days": site.setting(component, "rotation_days") if symmetric else None,
            "deletion_window_in_days": int(site.setting(component, "deletion_window")),
            "multi_region": True if site.setting(component, "multi_region") else None,
        },
        component=component,
    )
    if not symmetric:
        site.accept("CKV_AWS_7", "AWS rotates symmetric keys only.", key)
    alias = site.add(
        "aws_kms_alias",
        component.label,
        {"name": _alias(component, site), "target_key_id": Ref(key, "key_id")},
        component=component,
    )
    for region in site.setting(component, "replica_regions") or ():
        _replica(component, site, key, str(region))
    arn = Ref(key, "arn")
    verbs = SIGN if usage == "SIGN_VERIFY" else USE
    return Ports(
        address=key,
        arn=arn,
        handle=arn,
        handle_name="KEY_ARN",
        access=dict.fromkeys(("reads", "writes", "uses", "sends"), verbs),
        access_arns=(arn,),
        principal="kms.amazonaws.com",
        extra={"statements": statements, "alias": alias},
    )


def _alias(component: Component, site: Site) -> Any:
    stated = site.setting(component, "alias") or component.name
    if stated:
        return stated if str(stated).startswith("alias/") else f"alias/{stated}"
    name = site.name(component)
    return Template(("alias/", *(name.parts if isinstance(name, Template) else (name,))))


def _replica(component: Component, site: Site, key: str, region: str) -> None:
    site.set(key, "multi_region", True)
    site.add(
        "aws_kms_replica_key",
        f"{component.label}_{region.replace('-', '_')}",
        {
            "description": f"Replica of {component.label}",
            "primary_key_arn": Ref(key, "arn"),
            "deletion_window_in_days": int(site.setting(component, "deletion_window")),
            "policy": Json({"Version": "2012-10-17", "Statement": [policy_statement(key_administration(site))]}),
        },
        component=component,
        provider=region.replace("-", "_"),
    )


ENCRYPTED_BY = {
    "aws_s3_bucket": (),
    "aws_sqs_queue": ("kms_master_key_id",),
    "aws_sns_topic": ("kms_master_key_id",),
    "aws_dynamodb_table": ("server_side_encryption.kms_key_arn",),
    "aws_kinesis_stream": ("kms_key_id",),
    "aws_db_instance": ("kms_key_id", "master_user_secret_kms_key_id", "performance_insights_kms_key_id"),
    "aws_rds_cluster": ("kms_key_id", "master_user_secret_kms_key_id"),
    "aws_secretsmanager_secret": ("kms_key_id",),
    "aws_efs_file_system": ("kms_key_id",),
    "aws_cloudwatch_log_group": ("kms_key_id",),
    "aws_cloudtrail": ("kms_key_id",),
    "aws_ssm_parameter": ("key_id",),
    "aws_lambda_function": ("kms_key_arn",),
    "aws_ecr_repository": ("encryption_configuration.kms_key",),
    "aws_redshift_cluster": ("kms_key_id",),
    "aws_opensearch_domain": ("encrypt_at_rest.kms_key_id",),
}
"""Where a type takes its key, by provider type."""


def encrypt(source: End, target: End, _relation: Relation, site: Site) -> None:
    """Encrypt the other end with this key instead of the stack's."""
    address = target.ports.address
    kind = address.partition(".")[0]
    for path in ENCRYPTED_BY.get(kind, ()):
        site.set(address, path, source.ports.arn)
    if kind == "aws_s3_bucket" and "encryption" in target.ports.extra:
        place = "rule.apply_server_side_encryption_by_default"
        site.set(target.ports.extra["encryption"], f"{place}.sse_algorithm", "aws:kms")
        site.set(target.ports.extra["encryption"], f"{place}.kms_master_key_id", source.ports.arn)
    if target.ports.principal and kind in ENCRYPTED_BY:
        _let_service(source, target, site)


def _let_service(source: End, target: End, site: Site) -> None:
    principal = target.ports.principal
    statement = {
        "sid": f"UsedBy{principal.partition('.')[0].title().replace('-', '')}",
        "actions": ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:DescribeKey", "kms:CreateGrant"],
        "resources": ["*"],
        "principals": [{"type": "Service", "identifiers": [principal]}],
        "condition": [{"test": "StringEquals", "variable": "aws:SourceAccount", "values": [site.account()]}],
    }
    if statement not in source.ports.extra["statements"]:
        source.ports.extra["statements"].append(statement)


def finish(end: End, site: Site) -> None:
    """Write the key policy; in a key policy the resource ``*`` is the key itself."""
    statements = [policy_statement(statement) for statement in distinct(end.ports.extra["statements"])]
    site.set(end.ports.address, "policy", Json({"Version": "2012-10-17", "Statement": statements}))


SERVICE = Service(
    id="kms",
    title="AWS KMS",
    concern="security",
    shape="security",
    primary="aws_kms_key",
    summary="Customer-managed key: rotated, with alias and a policy that names its users",
    words=(
        "kms", "kms key", "aws kms", "key management service", "customer managed key", "customer-managed key", "cmk",
        "clave kms", "clave de kms", "clave de cifrado", "encryption key", "clave gestionada por el cliente",
    ),
    weak_words=("signing key", "clave de firma"),
    wire=wire,
    links={"encrypts": encrypt},
    finish=finish,
    types=("aws_kms_alias", "aws_kms_replica_key"),
    parameters=(
        Parameter("alias", "text", ("alias",)),
        Parameter("description", "text", ("description", "descripcion"), argument="description"),
        Parameter(
            "rotation", "flag", ("rotation", "key rotation", "rotated", "rotacion", "rotada"),
            argument="enable_key_rotation",
            default=True,
        ),
        Parameter(
            "rotation_days", "duration", ("rotation period", "periodo de rotacion"), unit="days",
            argument="rotation_period_in_days",
        ),
        Parameter(
            "deletion_window", "duration", ("deletion window", "ventana de borrado", "waiting period"), unit="days",
            argument="deletion_window_in_days", default=30,
        ),
        Parameter("multi_region", "flag", ("multi-region", "multi region", "multirregion"), argument="multi_region"),
        Parameter("replica_regions", "list", ("replicated to", "replica in", "replicada en")),
        Parameter(
            "usage", "choice", ("key usage", "uso de la clave"), argument="key_usage",
            choices={"sign": "SIGN_VERIFY", "signing": "SIGN_VERIFY", "sign_verify": "SIGN_VERIFY",
                     "encrypt_decrypt": "ENCRYPT_DECRYPT", "mac": "GENERATE_VERIFY_MAC"},
        ),
        Parameter(
            "spec", "choice", ("key spec", "customer master key spec"), argument="customer_master_key_spec",
            choices={"symmetric": "SYMMETRIC_DEFAULT", "symmetric_default": "SYMMETRIC_DEFAULT", "rsa_2048": "RSA_2048",
                     "rsa_4096": "RSA_4096", "ecc_nist_p256": "ECC_NIST_P256", "hmac_256": "HMAC_256"},
        ),
    ),
)  # fmt: skip
