"""S3 buckets and what stands beside other resources: each concern of a bucket is a resource of its own."""

from collections.abc import Mapping

from app.toolchains.terraform.repair.edits import Beside, Edit, Set

PUBLIC = {
    "aws_s3_bucket_website_configuration": "the bucket serves a website by itself; put CloudFront before it first"
}
DELIVERY = {
    "aws_cloudfront_distribution": "CloudFront reads it, and its key policy must then allow the distribution",
    "aws_lb": "load balancers can write access logs only to buckets with S3-managed encryption",
    "aws_alb": "load balancers can write access logs only to buckets with S3-managed encryption",
    "aws_s3_bucket_logging": "S3 can write access logs only to buckets with S3-managed encryption",
}
ALGORITHM = "apply_server_side_encryption_by_default.sse_algorithm"

PUBLIC_ACCESS_BLOCK = """
  bucket                  = {id}
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
"""
VERSIONING = """
  bucket = {id}

  versioning_configuration {
    status = "Enabled"
  }
"""
ENCRYPTION = """
  bucket = {id}

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
"""
LIFECYCLE = """
  bucket = {id}

  rule {
    id     = "abort-incomplete-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
"""
DEFAULT_GROUP = """
  vpc_id = {id}
"""

STORAGE: Mapping[str, tuple[Edit, ...]] = {
    "CKV2_AWS_6": (
        Beside(
            "aws_s3_bucket_public_access_block",
            "bucket",
            PUBLIC_ACCESS_BLOCK,
            (
                Set("block_public_acls", "true"),
                Set("block_public_policy", "true"),
                Set("ignore_public_acls", "true"),
                Set("restrict_public_buckets", "true"),
            ),
            unless=PUBLIC,
        ),
    ),
    "CKV_AWS_21": (
        Beside(
            "aws_s3_bucket_versioning",
            "bucket",
            VERSIONING,
            (Set("versioning_configuration.status", '"Enabled"'),),
            inline=(Set("versioning.enabled", "true"),),
        ),
    ),
    "CKV_AWS_145": (
        Beside(
            "aws_s3_bucket_server_side_encryption_configuration",
            "bucket",
            ENCRYPTION,
            (Set(f"rule.{ALGORITHM}", '"aws:kms"'),),
            inline=(Set(f"server_side_encryption_configuration.rule.{ALGORITHM}", '"aws:kms"'),),
            unless=DELIVERY,
        ),
    ),
    "CKV2_AWS_61": (Beside("aws_s3_bucket_lifecycle_configuration", "bucket", LIFECYCLE),),
    "CKV2_AWS_65": (Set("rule.object_ownership", '"BucketOwnerEnforced"'),),
    "CKV_AWS_300": (Set("rule.abort_incomplete_multipart_upload.days_after_initiation", "7"),),
    "CKV2_AWS_12": (Beside("aws_default_security_group", "vpc_id", DEFAULT_GROUP),),
}
