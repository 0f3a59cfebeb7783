"""What a request may state about an S3 bucket."""

from app.knowledge.catalogue.base import Parameter

PARAMETERS = (
    Parameter(
        "purpose", "choice", ("purpose", "uso", "proposito"), default="data",
        choices={
            "log bucket": "logs", "access log bucket": "logs", "bucket for logs": "logs", "bucket de logs": "logs",
            "bucket de registros": "logs", "logs bucket": "logs", "logging bucket": "logs",
            "static site": "site", "static website": "site", "website": "site", "web site": "site",
            "sitio estatico": "site", "sitio web estatico": "site", "sitio web": "site", "frontend": "site",
            "logs": "logs", "site": "site", "data": "data",
        },
    ),
    Parameter(
        "versioning", "flag", ("versioning", "versioned", "versionado", "versiones", "versions"), default=True,
    ),
    Parameter(
        "encryption", "choice", ("encryption", "cifrado", "encrypted with"),
        choices={
            "aes256": "AES256", "sse-s3": "AES256", "aes-256": "AES256", "kms": "aws:kms", "sse-kms": "aws:kms",
            "aws:kms": "aws:kms",
        },
    ),
    Parameter(
        "infrequent_after", "duration",
        ("infrequent access", "standard-ia", "standard_ia", "acceso infrecuente"), unit="days",
    ),
    Parameter(
        "archive_after", "duration",
        ("glacier", "archive", "archived", "archiving", "archivar", "archiva", "archiven", "cold storage"),
        unit="days",
    ),
    Parameter(
        "deep_archive_after", "duration", ("deep archive", "deep_archive", "glacier deep archive"), unit="days",
    ),
    Parameter("intelligent_tiering", "flag", ("intelligent tiering", "intelligent-tiering", "intelligent_tiering")),
    Parameter(
        "expire_after", "duration",
        (
            "expire", "expired", "expires", "expiration", "delete after", "deleted after", "keep for", "kept for",
            "retention", "retained for", "caducar", "caducan", "borrar despues", "eliminar despues", "se eliminan",
            "se borran", "retencion", "conservar",
        ),
        unit="days",
    ),
    Parameter(
        "noncurrent_days", "duration",
        ("noncurrent version", "noncurrent versions", "old version", "old versions", "versiones antiguas"),
        unit="days",
    ),
    Parameter(
        "noncurrent_transition", "duration",
        ("transition old versions", "transition noncurrent", "move old versions", "archive old versions"),
        unit="days",
    ),
    Parameter("prefix", "text", ("prefix", "prefijo")),
    Parameter("event_suffix", "text", ("suffix", "extension", "sufijo")),
    Parameter(
        "acl", "choice", ("acl", "canned acl", "access control list"),
        choices={
            "private acl": "private", "acl private": "private", "private": "private",
            "log-delivery-write": "log-delivery-write", "log delivery write": "log-delivery-write",
            "aws-exec-read": "aws-exec-read", "bucket-owner-read": "bucket-owner-read",
            "bucket-owner-full-control": "bucket-owner-full-control", "authenticated-read": "authenticated-read",
        },
    ),
    Parameter(
        "ownership", "choice", ("object ownership", "ownership", "ownership controls", "propiedad de objetos"),
        choices={
            "bucketownerpreferred": "BucketOwnerPreferred", "bucket owner preferred": "BucketOwnerPreferred",
            "objectwriter": "ObjectWriter", "object writer": "ObjectWriter",
            "bucketownerenforced": "BucketOwnerEnforced", "bucket owner enforced": "BucketOwnerEnforced",
        },
    ),
    Parameter(
        "payer", "choice", ("payer", "pays", "pagador", "requester pays"),
        choices={
            "requester pays": "Requester", "requester": "Requester", "solicitante": "Requester",
            "bucket owner pays": "BucketOwner", "bucketowner": "BucketOwner",
        },
    ),
    Parameter(
        "object_lock_mode", "choice", ("object lock", "object-lock", "bloqueo de objetos", "worm"),
        choices={
            "governance": "GOVERNANCE", "gobernanza": "GOVERNANCE", "compliance mode": "COMPLIANCE",
            "compliance": "COMPLIANCE", "cumplimiento": "COMPLIANCE", "worm": "COMPLIANCE",
            "immutable": "COMPLIANCE",
            "inmutable": "COMPLIANCE",
        },
    ),
    Parameter(
        "object_lock_days", "duration",
        ("object lock", "locked for", "lock for", "immutable for", "bloqueo de objetos", "inmutable durante"),
        unit="days",
    ),
    Parameter(
        "access_logs", "flag",
        ("access logs", "access log", "access logging", "server access logging", "registros de acceso"),
    ),
    Parameter(
        "log_retention", "duration", ("access log retention", "access logs", "access log", "registros de acceso"),
        unit="days",
    ),
    Parameter("cors_origins", "list", ("cors", "allowed origin", "allowed origins", "origenes permitidos")),
    Parameter("index_document", "text", ("index document", "documento indice"), default="index.html"),
    Parameter(
        "error_document", "text", ("error document", "error page", "documento de error"), default="error.html",
    ),
    Parameter("acceleration", "flag", ("transfer acceleration", "acceleration", "aceleracion de transferencia")),
    Parameter(
        "public", "flag", ("public", "publicly readable", "open to the world", "publico", "abierto al mundo")
    ),
    Parameter(
        "replication_region", "text",
        (
            "replicated to", "replication to", "replicate to", "cross-region replication", "replicado en",
            "replicacion a", "replicated in",
        ),
    ),
    Parameter("force_destroy", "flag", ("force destroy", "force_destroy"), argument="force_destroy"),
)  # fmt: skip
