"""Every policy document of a stack: where it stands, what it is attached to, what it says.

The documents of the types that are known are read where they stand; of any other type each text is a resource policy
that names a principal.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from app.analysis.permissions.document import UNKNOWN, Statement, parse_blocks, parse_document
from app.analysis.permissions.texts import documents_in, texts_in
from app.domain.planned import Planned, PlannedResource

Kind = Literal["identity", "trust", "resource"]
DOCUMENT = "aws_iam_policy_document"
HOLDERS: Mapping[str, tuple[tuple[str, Kind, str], ...]] = {
    "aws_iam_policy": (("policy", "identity", ""),),
    "aws_iam_role": (("assume_role_policy", "trust", ""), ("inline_policy.policy", "identity", "")),
    "aws_iam_role_policy": (("policy", "identity", "role"),),
    "aws_iam_user_policy": (("policy", "identity", "user"),),
    "aws_iam_group_policy": (("policy", "identity", "group"),),
    "aws_ssoadmin_permission_set_inline_policy": (("inline_policy", "identity", "permission_set_arn"),),
    "aws_api_gateway_rest_api": (("policy", "resource", ""),),
    "aws_api_gateway_rest_api_policy": (("policy", "resource", "rest_api_id"),),
    "aws_backup_vault_policy": (("policy", "resource", "backup_vault_name"),),
    "aws_cloudwatch_event_bus_policy": (("policy", "resource", "event_bus_name"),),
    "aws_cloudwatch_log_resource_policy": (("policy_document", "resource", ""),),
    "aws_codeartifact_domain_permissions_policy": (("policy_document", "resource", "domain"),),
    "aws_codeartifact_repository_permissions_policy": (("policy_document", "resource", "repository"),),
    "aws_dynamodb_resource_policy": (("policy", "resource", "resource_arn"),),
    "aws_ecr_registry_policy": (("policy", "resource", ""),),
    "aws_ecr_repository_policy": (("policy", "resource", "repository"),),
    "aws_ecrpublic_repository_policy": (("policy", "resource", "repository_name"),),
    "aws_efs_file_system_policy": (("policy", "resource", "file_system_id"),),
    "aws_elasticsearch_domain": (("access_policies", "resource", ""),),
    "aws_elasticsearch_domain_policy": (("access_policies", "resource", "domain_name"),),
    "aws_glacier_vault": (("access_policy", "resource", ""),),
    "aws_glue_resource_policy": (("policy", "resource", ""),),
    "aws_kinesis_resource_policy": (("policy", "resource", "resource_arn"),),
    "aws_kms_external_key": (("policy", "resource", ""),),
    "aws_kms_key": (("policy", "resource", ""),),
    "aws_kms_key_policy": (("policy", "resource", "key_id"),),
    "aws_kms_replica_key": (("policy", "resource", ""),),
    "aws_media_store_container_policy": (("policy", "resource", "container_name"),),
    "aws_msk_cluster_policy": (("policy", "resource", "cluster_arn"),),
    "aws_opensearch_domain": (("access_policies", "resource", ""),),
    "aws_opensearch_domain_policy": (("access_policies", "resource", "domain_name"),),
    "aws_s3_access_point": (("policy", "resource", ""),),
    "aws_s3_bucket": (("policy", "resource", ""),),
    "aws_s3_bucket_policy": (("policy", "resource", "bucket"),),
    "aws_s3control_access_point_policy": (("policy", "resource", "access_point_arn"),),
    "aws_secretsmanager_secret": (("policy", "resource", ""),),
    "aws_secretsmanager_secret_policy": (("policy", "resource", "secret_arn"),),
    "aws_ses_identity_policy": (("policy", "resource", "identity"),),
    "aws_sns_topic": (("policy", "resource", ""),),
    "aws_sns_topic_policy": (("policy", "resource", "arn"),),
    "aws_sqs_queue": (("policy", "resource", ""),),
    "aws_sqs_queue_policy": (("policy", "resource", "queue_url"),),
}
"""Type → attribute of the document, what kind it is, and the attribute that names what it belongs to."""
FUNCTION_CONDITIONS: Mapping[str, str] = {
    "source_arn": "aws:sourcearn",
    "source_account": "aws:sourceaccount",
    "principal_org_id": "aws:principalorgid",
    "event_source_token": "lambda:eventsourcetoken",
    "function_url_auth_type": "lambda:functionurlauthtype",
}
"""Argument of ``aws_lambda_permission`` → the condition that it makes."""
SERVICE = re.compile(r"\.amazon(?:aws)?\.com(?:\.cn)?$")
TAKEN_IN = ("source_policy_documents", "override_policy_documents", "source_json", "override_json")
NO_GRANT = (
    "aws_vpc_endpoint", "aws_vpc_endpoint_policy", "aws_organizations_policy",
    "aws_ssm_parameter", "aws_s3_object", "aws_s3_bucket_object", "aws_secretsmanager_secret_version",
)  # fmt: skip
"""Types whose documents name principals, everyone as a rule, and only bound what others allow; and those that keep any
text."""


@dataclass(frozen=True, slots=True)
class Policy:
    """One document. ``holder`` is the resource that it is written in, ``target`` what it belongs to (the bucket of a
    bucket policy; the holder itself where none is named); ``place`` the address where its statements are written.
    """

    kind: Kind
    holder: PlannedResource
    target: PlannedResource
    place: str
    statements: tuple[Statement, ...]


def policies(planned: Planned, *kinds: Kind) -> list[Policy]:
    """The documents of these kinds that can be read, in the plan's order; an unknown one is left out."""
    return [one for one in _all(planned) if one.kind in kinds and one.statements]


def _all(planned: Planned) -> Iterator[Policy]:
    for resource in planned:
        if resource.mode != "managed":
            continue
        for path, kind, belongs in HOLDERS.get(resource.type, ()):
            target = next(iter(planned.referred(resource, belongs)), resource) if belongs else resource
            place, statements = _read(planned, resource, path)
            yield Policy(kind, resource, target, place, statements)
        if statement := _granted(resource):
            target = next(iter(planned.referred(resource, "function_name")), resource)
            yield Policy("resource", resource, target, resource.address, (statement,))
        yield from _others(planned, resource)


def _others(planned: Planned, resource: PlannedResource) -> Iterator[Policy]:
    """The documents with a principal in arguments that ``HOLDERS`` does not list."""
    if not resource.type.startswith(("aws_", "awscc_")) or resource.type in NO_GRANT:
        return
    known = {path for path, _, _ in HOLDERS.get(resource.type, ())}
    told = set()
    for path, text in texts_in(resource.values):
        if path not in known:
            for statements in documents_in(text):
                told.add(path)
                yield Policy("resource", resource, resource, _place(planned, resource, path), statements)
    for path in resource.references:
        if path not in known | told:
            found = tuple(one for source in _sources(planned, resource, path) for one in _written(planned, source))
            if any(one.principals or one.not_principals for one in found):
                yield Policy("resource", resource, resource, _place(planned, resource, path), found)


def _read(planned: Planned, resource: PlannedResource, path: str) -> tuple[str, tuple[Statement, ...]]:
    """Where the document is written and what it says: from its JSON, else from the blocks of its data source."""
    sources = _sources(planned, resource, path)
    block, _, leaf = path.rpartition(".")
    texts = [one.get(leaf) for one in resource.blocks(block)] if block else [resource.get(path)]
    found = tuple(statement for text in texts if text for statement in parse_document(text))
    if not found:
        found = tuple(one for source in sources for one in _written(planned, source))
    return _place(planned, resource, path), found


def _written(planned: Planned, source: PlannedResource, within: tuple[str, ...] = ()) -> Iterator[Statement]:
    """The statements of a data source, and of the documents that it takes in."""
    yield from parse_blocks(source.blocks("statement"))
    for path in TAKEN_IN:
        for other in _sources(planned, source, path):
            if other.address not in (*within, source.address):
                yield from _written(planned, other, (*within, source.address))


def _sources(planned: Planned, resource: PlannedResource, path: str) -> list[PlannedResource]:
    """The data sources that a document comes from."""
    named = [planned.get(address) for address in resource.references.get(path, ())]
    return [one for one in named if one and one.type == DOCUMENT]


def _place(planned: Planned, resource: PlannedResource, path: str) -> str:
    sources = _sources(planned, resource, path)
    return sources[0].address if len(sources) == 1 else resource.address


def _granted(resource: PlannedResource) -> Statement | None:
    """The statement that ``aws_lambda_permission`` adds to a function's policy."""
    if resource.type != "aws_lambda_permission":
        return None
    principal = str(resource.get("principal", ""))
    kind = "Service" if SERVICE.search(principal) else "AWS"
    given = {
        key: UNKNOWN if resource.is_unknown(name) else resource.get(name) for name, key in FUNCTION_CONDITIONS.items()
    }
    conditions = {key: (str(value),) for key, value in given.items() if value}
    action = str(resource.get("action", "lambda:InvokeFunction")).lower()
    return Statement(
        allows=True,
        actions=(action,),
        resources=("(the function)",),
        principals={kind: (principal,)},
        conditions={"StringEquals": conditions} if conditions else {},
        sid=str(resource.get("statement_id", "")),
    )
