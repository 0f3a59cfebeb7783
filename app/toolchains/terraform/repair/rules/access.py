"""Who may reach it: public exposure, metadata, transport, passwords."""

from collections.abc import Mapping

from app.toolchains.terraform.repair.edits import Apart, Describe, Edit, Lookup, Set, Unless, When

SITE = Apart(
    "bucket", "aws_s3_bucket_website_configuration", "the bucket serves a website by itself: put a CDN before it"
)
OWN_CERTIFICATE = Unless(
    "viewer_certificate.cloudfront_default_certificate",
    "the default certificate cannot require TLS 1.2: choose a certificate",
    ("true",),
)
NEEDS_CERTIFICATE = When("protocol", ('"HTTPS"', '"TLS"'), "an encrypted listener needs a certificate: choose one")
TLS_POLICY = '"ELBSecurityPolicy-TLS13-1-2-2021-06"'

ACCESS: Mapping[str, tuple[Edit, ...]] = {
    # The account's password policy, as the CIS benchmark has it.
    "CKV_AWS_9": (Set("max_password_age", "90"),),
    "CKV_AWS_10": (Set("minimum_password_length", "14"),),
    "CKV_AWS_11": (Set("require_lowercase_characters", "true"),),
    "CKV_AWS_12": (Set("require_numbers", "true"),),
    "CKV_AWS_13": (Set("password_reuse_prevention", "24"),),
    "CKV_AWS_14": (Set("require_symbols", "true"),),
    "CKV_AWS_15": (Set("require_uppercase_characters", "true"),),
    # Not reachable from the internet.
    "CKV_AWS_17": (Set("publicly_accessible", "false"),),
    "CKV_AWS_53": (SITE, Set("block_public_acls", "true"),),
    "CKV_AWS_54": (SITE, Set("block_public_policy", "true"),),
    "CKV_AWS_55": (SITE, Set("ignore_public_acls", "true"),),
    "CKV_AWS_56": (SITE, Set("restrict_public_buckets", "true"),),
    "CKV_AWS_69": (Set("publicly_accessible", "false"),),
    "CKV_AWS_87": (Set("publicly_accessible", "false"),),
    "CKV_AWS_89": (Set("publicly_accessible", "false"),),
    "CKV_AWS_102": (Set("publicly_accessible", "false"),),
    "CKV_AWS_130": (Set("map_public_ip_on_launch", "false"),),
    "CKV_AWS_392": (
        Set("public_access_block_configuration.block_public_acls", "true"),
        Set("public_access_block_configuration.block_public_policy", "true"),
        Set("public_access_block_configuration.ignore_public_acls", "true"),
        Set("public_access_block_configuration.restrict_public_buckets", "true"),
    ),
    "CKV_AWS_390": (Set("block_public_security_group_rules", "true"),),
    "CKV2_AWS_66": (Set("webserver_access_mode", '"PRIVATE_ONLY"'),),
    # Instance metadata only by session token, one hop away.
    "CKV_AWS_79": (Set("metadata_options.http_endpoint", '"enabled"', weak=True),
                   Set("metadata_options.http_tokens", '"required"')),
    "CKV_AWS_341": (Set("metadata_options.http_put_response_hop_limit", "1"),),
    "CKV_AWS_371": (Set("instance_metadata_service_configuration.minimum_instance_metadata_service_version", '"2"'),),
    # Transport: HTTPS and current TLS.
    "CKV_AWS_34": (
        Set("default_cache_behavior.viewer_protocol_policy", '"redirect-to-https"'),
        Set("?ordered_cache_behavior.viewer_protocol_policy", '"redirect-to-https"'),
    ),
    "CKV_AWS_83": (Set("domain_endpoint_options.enforce_https", "true"),),
    "CKV_AWS_103": (NEEDS_CERTIFICATE, Set("ssl_policy", TLS_POLICY)),
    "CKV2_AWS_74": (NEEDS_CERTIFICATE, Set("ssl_policy", TLS_POLICY)),
    "CKV_AWS_174": (OWN_CERTIFICATE, Set("viewer_certificate.minimum_protocol_version", '"TLSv1.2_2021"')),
    "CKV2_AWS_32": (
        Lookup(
            "default_cache_behavior.response_headers_policy_id",
            "aws_cloudfront_response_headers_policy",
            "security_headers",
            'name = "Managed-SecurityHeadersPolicy"',
        ),
    ),
    "CKV_AWS_206": (Set("security_policy", '"TLS_1_2"'),),
    "CKV_AWS_218": (Set("endpoint_options.tls_security_policy", '"Policy-Min-TLS-1-2-2019-07"'),),
    "CKV_AWS_220": (Set("endpoint_options.enforce_https", "true"),),
    "CKV_AWS_228": (Set("domain_endpoint_options.tls_security_policy", '"Policy-Min-TLS-1-2-PFS-2023-10"'),),
    "CKV_AWS_365": (Set("delivery_options.tls_policy", '"Require"'),),
    # Rules that say what they are for.
    "CKV_AWS_23": (Describe(),),
    # How requests and requesters are handled.
    "CKV_AWS_123": (Set("acceptance_required", "true"),),
    "CKV_AWS_131": (Set("drop_invalid_header_fields", "true"),),
    "CKV_AWS_161": (Set("iam_database_authentication_enabled", "true"),),
    "CKV_AWS_162": (Set("iam_database_authentication_enabled", "true"),),
    "CKV_AWS_307": (Set("root_access", '"Disabled"'),),
    "CKV_AWS_321": (Set("enhanced_vpc_routing", "true"),),
    "CKV_AWS_328": (Set("desync_mitigation_mode", '"defensive"'),),
    "CKV_AWS_331": (Set("auto_accept_shared_attachments", '"disable"'),),
    "CKV_AWS_359": (Set("iam_database_authentication_enabled", "true"),),
    "CKV_AWS_366": (Set("allow_unauthenticated_identities", "false"),),
    "CKV_AWS_370": (Set("enable_network_isolation", "true"),),
    "CKV_AWS_377": (Set("transfer_lock", "true"),),
}  # fmt: skip
