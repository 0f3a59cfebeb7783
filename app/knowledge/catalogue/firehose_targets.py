"""The destination blocks of a Firehose delivery stream, each with what its role needs."""

from typing import Any

from app.domain.resources import Ref, Template
from app.knowledge.catalogue.base import End, Site
from app.knowledge.catalogue.statements import below

DATE_PREFIX = "year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/"
ERROR_PREFIX = "errors/!{firehose:error-output-type}/"


def log_options(source: End) -> dict[str, Any]:
    """Errors go to the stream's own log group."""
    return {
        "enabled": True,
        "log_group_name": Ref(source.ports.extra["log_group"], "name"),
        "log_stream_name": "delivery",
    }


def _may_write(source: End, bucket: End, site: Site) -> None:
    site.allow(
        source.ports.role,
        ["s3:AbortMultipartUpload", "s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket",
         "s3:ListBucketMultipartUploads", "s3:PutObject"],
        [bucket.ports.arn, below(bucket.ports.arn, "/*")],
        sid="WriteBucket",
    )  # fmt: skip


def _buffering(source: End, site: Site, least: int = 5) -> dict[str, Any]:
    size = site.setting(source.component, "buffer_size")
    return {
        "buffering_interval": int(site.setting(source.component, "buffer_seconds")),
        "buffering_size": int(size) if size else least,
    }


def backup_block(source: End, bucket: End, site: Site) -> dict[str, Any]:
    """Where records go that could not be delivered."""
    _may_write(source, bucket, site)
    return {
        "role_arn": Ref(source.ports.role, "arn"),
        "bucket_arn": bucket.ports.arn,
        "prefix": f"{source.component.label}/",
        "error_output_prefix": ERROR_PREFIX,
        "compression_format": site.setting(source.component, "compression"),
        "kms_key_arn": bucket.ports.key,
        **_buffering(source, site),
        "cloudwatch_logging_options": log_options(source),
    }


def s3_destination(source: End, bucket: End, site: Site) -> dict[str, Any]:
    """Objects by date, or by a key of the records where partitioning is asked for."""
    _may_write(source, bucket, site)
    component = source.component
    key = site.setting(component, "partition_key")
    stated = site.setting(component, "prefix")
    block: dict[str, Any] = {
        "role_arn": Ref(source.ports.role, "arn"),
        "bucket_arn": bucket.ports.arn,
        "prefix": stated or f"{component.label}/{DATE_PREFIX}",
        "error_output_prefix": ERROR_PREFIX,
        "compression_format": site.setting(component, "compression"),
        "kms_key_arn": bucket.ports.key,
        **_buffering(source, site, 64 if key else 5),
        "cloudwatch_logging_options": log_options(source),
    }
    if key:
        name = key if isinstance(key, str) and key.isidentifier() else "customer_id"
        block |= {
            "prefix": stated or f"{component.label}/{name}=!{{partitionKeyFromQuery:{name}}}/{DATE_PREFIX}",
            "dynamic_partitioning_configuration": {"enabled": True},
            "processing_configuration": {
                "enabled": True,
                "processors": [
                    {
                        "type": "MetadataExtraction",
                        "parameters": [
                            {"parameter_name": "JsonParsingEngine", "parameter_value": "JQ-1.6"},
                            {"parameter_name": "MetadataExtractionQuery", "parameter_value": f"{{{name}:.{name}}}"},
                        ],
                    }
                ],
            },
        }
    return block


def opensearch(source: End, target: End, bucket: End, site: Site) -> dict[str, Any]:
    """Index the records in a domain."""
    arn = target.ports.arn
    site.allow(
        source.ports.role,
        ["es:DescribeDomain", "es:DescribeDomains", "es:DescribeDomainConfig", "es:ESHttpPost", "es:ESHttpPut",
         "es:ESHttpGet"],
        [arn, below(arn, "/*")],
        sid="IndexRecords",
    )  # fmt: skip
    return {
        "domain_arn": arn,
        "role_arn": Ref(source.ports.role, "arn"),
        "index_name": site.setting(source.component, "index") or source.component.label.replace("_", "-"),
        "s3_backup_mode": "FailedDocumentsOnly",
        "s3_configuration": backup_block(source, bucket, site),
        "cloudwatch_logging_options": log_options(source),
    }


def redshift(source: End, target: End, bucket: End, site: Site) -> dict[str, Any]:
    """Copy the records into a table, with the credentials that Secrets Manager keeps."""
    secret = target.ports.extra["secret_arn"]
    site.allow(source.ports.role, ["secretsmanager:GetSecretValue"], [secret], sid="ReadCredentials")
    return {
        "cluster_jdbcurl": Template(
            ("jdbc:redshift://", Ref(target.ports.address, "endpoint"), "/", Ref(target.ports.address, "database_name"))
        ),
        "role_arn": Ref(source.ports.role, "arn"),
        "data_table_name": site.setting(source.component, "table") or source.component.label,
        "copy_options": "format as json 'auto' gzip",
        "s3_configuration": backup_block(source, bucket, site),
        "secrets_manager_configuration": {
            "enabled": True,
            "secret_arn": secret,
            "role_arn": Ref(source.ports.role, "arn"),
        },
        "cloudwatch_logging_options": log_options(source),
    }


def _token(source: End, what: str, site: Site) -> dict[str, Any]:
    """The endpoint's token comes from a secret that an operator fills."""
    secret = site.add(
        "aws_secretsmanager_secret",
        f"{source.component.label}_token",
        {
            "name": site.name(source.component, "token"),
            "description": f"Token of the {what} that {source.component.label} delivers to",
            "kms_key_id": source.ports.key,
        },
        component=source.component,
        concern="security",
    )
    site.accept("CKV2_AWS_57", "The token belongs to an outside service, which alone can rotate it.", secret)
    arn = Ref(secret, "arn")
    site.allow(source.ports.role, ["secretsmanager:GetSecretValue"], [arn], sid="ReadToken")
    return {"enabled": True, "secret_arn": arn, "role_arn": Ref(source.ports.role, "arn")}


def http_endpoint(source: End, url: str, bucket: End, site: Site) -> dict[str, Any]:
    """Post the records to a URL."""
    return {
        "url": url if url.startswith("https://") else f"https://{url.removeprefix('http://')}",
        "name": source.component.label.replace("_", "-"),
        "role_arn": Ref(source.ports.role, "arn"),
        "s3_backup_mode": "FailedDataOnly",
        "s3_configuration": backup_block(source, bucket, site),
        "request_configuration": {"content_encoding": "GZIP"},
        "secrets_manager_configuration": _token(source, "endpoint", site),
        "cloudwatch_logging_options": log_options(source),
    }


def splunk(source: End, url: str | None, bucket: End, site: Site) -> dict[str, Any]:
    """Send the records to Splunk's event collector."""
    return {
        "hec_endpoint": url or site.variable("splunk_hec_endpoint", "string", "URL of Splunk's HTTP event collector."),
        "hec_endpoint_type": "Event",
        "s3_backup_mode": "FailedEventsOnly",
        "s3_configuration": backup_block(source, bucket, site),
        "secrets_manager_configuration": _token(source, "Splunk event collector", site),
        "cloudwatch_logging_options": log_options(source),
    }
