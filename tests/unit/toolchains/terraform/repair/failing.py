"""Terraform that breaks each rule that can be mended: a rule without a line here is a rule without a proof."""

from collections.abc import Mapping

from app.domain.finding import Finding, Severity

BY_DEFAULT: Mapping[str, tuple[str, ...]] = {
    "CKV_AWS_3": ("aws_ebs_volume",),
    "CKV_AWS_5": ("aws_elasticsearch_domain", "aws_opensearch_domain"),
    "CKV_AWS_7": ("aws_kms_key",),
    "CKV_AWS_8": ("aws_instance", "aws_launch_configuration"),
    "CKV_AWS_9": ("aws_iam_account_password_policy",),
    "CKV_AWS_10": ("aws_iam_account_password_policy",),
    "CKV_AWS_11": ("aws_iam_account_password_policy",),
    "CKV_AWS_12": ("aws_iam_account_password_policy",),
    "CKV_AWS_13": ("aws_iam_account_password_policy",),
    "CKV_AWS_14": ("aws_iam_account_password_policy",),
    "CKV_AWS_15": ("aws_iam_account_password_policy",),
    "CKV_AWS_16": ("aws_db_instance",),
    "CKV_AWS_21": ("aws_s3_bucket",),
    "CKV_AWS_22": ("aws_sagemaker_notebook_instance",),
    "CKV_AWS_26": ("aws_sns_topic",),
    "CKV_AWS_27": ("aws_sqs_queue",),
    "CKV_AWS_28": ("aws_dynamodb_table",),
    "CKV_AWS_29": ("aws_elasticache_replication_group",),
    "CKV_AWS_30": ("aws_elasticache_replication_group",),
    "CKV_AWS_35": ("aws_cloudtrail",),
    "CKV_AWS_36": ("aws_cloudtrail",),
    "CKV_AWS_37": ("aws_eks_cluster",),
    "CKV_AWS_42": ("aws_efs_file_system",),
    "CKV_AWS_43": ("aws_kinesis_stream",),
    "CKV_AWS_44": ("aws_neptune_cluster",),
    "CKV_AWS_47": ("aws_dax_cluster",),
    "CKV_AWS_48": ("aws_mq_broker",),
    "CKV_AWS_50": ("aws_lambda_function",),
    "CKV_AWS_51": ("aws_ecr_repository",),
    "CKV_AWS_53": ("aws_s3_bucket_public_access_block",),
    "CKV_AWS_54": ("aws_s3_bucket_public_access_block",),
    "CKV_AWS_55": ("aws_s3_bucket_public_access_block",),
    "CKV_AWS_56": ("aws_s3_bucket_public_access_block",),
    "CKV_AWS_58": ("aws_eks_cluster",),
    "CKV_AWS_64": ("aws_redshift_cluster",),
    "CKV_AWS_65": ("aws_ecs_cluster",),
    "CKV_AWS_66": ("aws_cloudwatch_log_group",),
    "CKV_AWS_67": ("aws_cloudtrail",),
    "CKV_AWS_73": ("aws_api_gateway_stage",),
    "CKV_AWS_74": ("aws_docdb_cluster",),
    "CKV_AWS_77": ("aws_athena_database",),
    "CKV_AWS_79": ("aws_instance", "aws_launch_configuration", "aws_launch_template"),
    "CKV_AWS_85": ("aws_docdb_cluster",),
    "CKV_AWS_87": ("aws_redshift_cluster",),
    "CKV_AWS_96": ("aws_rds_cluster",),
    "CKV_AWS_98": ("aws_sagemaker_endpoint_configuration",),
    "CKV_AWS_101": ("aws_neptune_cluster",),
    "CKV_AWS_119": ("aws_dynamodb_table",),
    "CKV_AWS_123": ("aws_vpc_endpoint_service",),
    "CKV_AWS_126": ("aws_instance",),
    "CKV_AWS_131": ("aws_alb", "aws_lb"),
    "CKV_AWS_135": ("aws_instance",),
    "CKV_AWS_136": ("aws_ecr_repository",),
    "CKV_AWS_139": ("aws_rds_cluster",),
    "CKV_AWS_140": ("aws_rds_global_cluster",),
    "CKV_AWS_142": ("aws_redshift_cluster",),
    "CKV_AWS_145": ("aws_s3_bucket",),
    "CKV_AWS_149": ("aws_secretsmanager_secret",),
    "CKV_AWS_150": ("aws_alb", "aws_lb"),
    "CKV_AWS_155": ("aws_workspaces_workspace",),
    "CKV_AWS_156": ("aws_workspaces_workspace",),
    "CKV_AWS_158": ("aws_cloudwatch_log_group",),
    "CKV_AWS_159": ("aws_athena_workgroup",),
    "CKV_AWS_160": ("aws_timestreamwrite_database",),
    "CKV_AWS_162": ("aws_rds_cluster",),
    "CKV_AWS_163": ("aws_ecr_repository",),
    "CKV_AWS_166": ("aws_backup_vault",),
    "CKV_AWS_174": ("aws_cloudfront_distribution",),
    "CKV_AWS_177": ("aws_kinesis_video_stream",),
    "CKV_AWS_178": ("aws_fsx_ontap_file_system",),
    "CKV_AWS_179": ("aws_fsx_windows_file_system",),
    "CKV_AWS_180": ("aws_imagebuilder_component",),
    "CKV_AWS_181": ("aws_s3_object_copy",),
    "CKV_AWS_182": ("aws_docdb_cluster",),
    "CKV_AWS_183": ("aws_ebs_snapshot_copy",),
    "CKV_AWS_184": ("aws_efs_file_system",),
    "CKV_AWS_185": ("aws_kinesis_stream",),
    "CKV_AWS_187": ("aws_sagemaker_domain", "aws_sagemaker_notebook_instance"),
    "CKV_AWS_189": ("aws_ebs_volume",),
    "CKV_AWS_190": ("aws_fsx_lustre_file_system",),
    "CKV_AWS_191": ("aws_elasticache_replication_group",),
    "CKV_AWS_201": ("aws_memorydb_cluster",),
    "CKV_AWS_203": ("aws_fsx_openzfs_file_system",),
    "CKV_AWS_206": ("aws_api_gateway_domain_name",),
    "CKV_AWS_207": ("aws_mq_broker",),
    "CKV_AWS_209": ("aws_mq_broker",),
    "CKV_AWS_212": ("aws_dms_replication_instance",),
    "CKV_AWS_214": ("aws_appsync_api_cache",),
    "CKV_AWS_215": ("aws_appsync_api_cache",),
    "CKV_AWS_217": ("aws_api_gateway_deployment",),
    "CKV_AWS_218": ("aws_cloudsearch_domain",),
    "CKV_AWS_220": ("aws_cloudsearch_domain",),
    "CKV_AWS_221": ("aws_codeartifact_domain",),
    "CKV_AWS_222": ("aws_dms_replication_instance",),
    "CKV_AWS_226": ("aws_db_instance", "aws_rds_cluster_instance"),
    "CKV_AWS_228": ("aws_elasticsearch_domain", "aws_opensearch_domain"),
    "CKV_AWS_233": ("aws_acm_certificate",),
    "CKV_AWS_235": ("aws_ami_copy",),
    "CKV_AWS_236": ("aws_ami_copy",),
    "CKV_AWS_237": ("aws_api_gateway_rest_api",),
    "CKV_AWS_239": ("aws_dax_cluster",),
    "CKV_AWS_240": ("aws_kinesis_firehose_delivery_stream",),
    "CKV_AWS_241": ("aws_kinesis_firehose_delivery_stream",),
    "CKV_AWS_242": ("aws_mwaa_environment",),
    "CKV_AWS_243": ("aws_mwaa_environment",),
    "CKV_AWS_244": ("aws_mwaa_environment",),
    "CKV_AWS_262": ("aws_kendra_index",),
    "CKV_AWS_263": ("aws_appflow_flow",),
    "CKV_AWS_264": ("aws_appflow_connector_profile",),
    "CKV_AWS_266": ("aws_db_snapshot_copy",),
    "CKV_AWS_278": ("aws_memorydb_snapshot",),
    "CKV_AWS_281": ("aws_redshift_snapshot_copy_grant",),
    "CKV_AWS_282": ("aws_redshiftserverless_namespace",),
    "CKV_AWS_284": ("aws_sfn_state_machine",),
    "CKV_AWS_292": ("aws_docdb_global_cluster",),
    "CKV_AWS_293": ("aws_db_instance",),
    "CKV_AWS_294": ("aws_cloudtrail_event_data_store",),
    "CKV_AWS_297": ("aws_scheduler_schedule",),
    "CKV_AWS_298": ("aws_dms_s3_endpoint",),
    "CKV_AWS_307": ("aws_sagemaker_notebook_instance",),
    "CKV_AWS_313": ("aws_rds_cluster",),
    "CKV_AWS_321": ("aws_redshift_cluster",),
    "CKV_AWS_327": ("aws_rds_cluster",),
    "CKV_AWS_338": ("aws_cloudwatch_log_group",),
    "CKV_AWS_344": ("aws_networkfirewall_firewall",),
    "CKV_AWS_345": ("aws_networkfirewall_firewall", "aws_networkfirewall_rule_group"),
    "CKV_AWS_346": ("aws_networkfirewall_firewall_policy",),
    "CKV_AWS_347": ("aws_neptune_cluster",),
    "CKV_AWS_353": ("aws_db_instance", "aws_rds_cluster_instance"),
    "CKV_AWS_359": ("aws_neptune_cluster",),
    "CKV_AWS_360": ("aws_docdb_cluster",),
    "CKV_AWS_361": ("aws_neptune_cluster",),
    "CKV_AWS_362": ("aws_neptune_cluster",),
    "CKV_AWS_365": ("aws_ses_configuration_set",),
    "CKV_AWS_366": ("aws_cognito_identity_pool",),
    "CKV_AWS_369": ("aws_sagemaker_data_quality_job_definition",),
    "CKV_AWS_370": ("aws_sagemaker_model",),
    "CKV_AWS_371": ("aws_sagemaker_notebook_instance",),
    "CKV_AWS_373": ("aws_bedrockagent_agent",),
    "CKV_AWS_390": ("aws_emr_block_public_access_configuration",),
    "CKV2_AWS_6": ("aws_s3_bucket",),
    "CKV2_AWS_12": ("aws_vpc",),
    "CKV2_AWS_60": ("aws_db_instance",),
    "CKV2_AWS_61": ("aws_s3_bucket",),
    "CKV2_AWS_65": ("aws_s3_bucket_ownership_controls",),
}
"""Rules that these types break when nothing is set."""

EXPLICIT: Mapping[str, tuple[str, str]] = {
    "CKV_AWS_6": (
        "aws_opensearch_domain",
        """  cluster_config {
    instance_count = 3
  }""",
    ),
    "CKV_AWS_17": (
        "aws_db_instance",
        "  publicly_accessible = true",
    ),
    "CKV_AWS_23": (
        "aws_security_group",
        """  vpc_id = "vpc-1"

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }""",
    ),
    "CKV_AWS_34": (
        "aws_cloudfront_distribution",
        """  default_cache_behavior {
    allowed_methods        = ["GET"]
    cached_methods         = ["GET"]
    target_origin_id       = "site"
    viewer_protocol_policy = "allow-all"
  }""",
    ),
    "CKV_AWS_69": (
        "aws_mq_broker",
        "  publicly_accessible = true",
    ),
    "CKV_AWS_78": (
        "aws_codebuild_project",
        """  artifacts {
    type                = "S3"
    encryption_disabled = true
  }""",
    ),
    "CKV_AWS_82": (
        "aws_athena_workgroup",
        """  configuration {
    enforce_workgroup_configuration = false
  }""",
    ),
    "CKV_AWS_83": (
        "aws_opensearch_domain",
        """  domain_endpoint_options {
    enforce_https = false
  }""",
    ),
    "CKV_AWS_89": (
        "aws_dms_replication_instance",
        "  publicly_accessible = true",
    ),
    "CKV_AWS_97": (
        "aws_ecs_task_definition",
        """  volume {
    name = "data"

    efs_volume_configuration {
      file_system_id     = "fs-1"
      transit_encryption = "DISABLED"
    }
  }""",
    ),
    "CKV_AWS_102": (
        "aws_neptune_cluster_instance",
        "  publicly_accessible = true",
    ),
    "CKV_AWS_103": (
        "aws_lb_listener",
        """  load_balancer_arn = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/a/1"
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-2016-08"
""",
    ),
    "CKV_AWS_106": (
        "aws_ebs_encryption_by_default",
        "  enabled = false",
    ),
    "CKV_AWS_129": (
        "aws_db_instance",
        '  engine = "postgres"',
    ),
    "CKV_AWS_130": (
        "aws_subnet",
        "  map_public_ip_on_launch = true",
    ),
    "CKV_AWS_133": (
        "aws_db_instance",
        "  backup_retention_period = 0",
    ),
    "CKV_AWS_134": (
        "aws_elasticache_cluster",
        """  engine                   = "redis"
  snapshot_retention_limit = 0""",
    ),
    "CKV_AWS_138": (
        "aws_elb",
        "  cross_zone_load_balancing = false",
    ),
    "CKV_AWS_141": (
        "aws_redshift_cluster",
        "  allow_version_upgrade = false",
    ),
    "CKV_AWS_147": (
        "aws_codebuild_project",
        """  artifacts {
    type = "S3"
  }""",
    ),
    "CKV_AWS_152": (
        "aws_lb",
        '  load_balancer_type = "network"',
    ),
    "CKV_AWS_161": (
        "aws_db_instance",
        '  engine = "postgres"',
    ),
    "CKV_AWS_173": (
        "aws_lambda_function",
        """  environment {
    variables = {
      STAGE = "prod"
    }
  }""",
    ),
    "CKV_AWS_174": (
        "aws_cloudfront_distribution",
        """  viewer_certificate {
    acm_certificate_arn = "arn:aws:acm:us-east-1:111122223333:certificate/a"
  }""",
    ),
    "CKV_AWS_197": (
        "aws_mq_broker",
        '  engine_type = "ActiveMQ"',
    ),
    "CKV_AWS_202": (
        "aws_memorydb_cluster",
        "  tls_enabled = false",
    ),
    "CKV_AWS_211": (
        "aws_db_instance",
        '  ca_cert_identifier = "rds-ca-2019"',
    ),
    "CKV_AWS_227": (
        "aws_kms_key",
        "  is_enabled = false",
    ),
    "CKV_AWS_234": (
        "aws_acm_certificate",
        """  options {
    certificate_transparency_logging_preference = "DISABLED"
  }""",
    ),
    "CKV_AWS_238": (
        "aws_guardduty_detector",
        "  enable = false",
    ),
    "CKV_AWS_251": (
        "aws_cloudtrail",
        "  enable_logging = false",
    ),
    "CKV_AWS_276": (
        "aws_api_gateway_method_settings",
        """  settings {
    data_trace_enabled = true
  }""",
    ),
    "CKV_AWS_300": (
        "aws_s3_bucket_lifecycle_configuration",
        """  bucket = "b"

  rule {
    id     = "a"
    status = "Enabled"

    filter {}
  }""",
    ),
    "CKV_AWS_308": (
        "aws_api_gateway_method_settings",
        """  settings {
    caching_enabled      = true
    cache_data_encrypted = false
  }""",
    ),
    "CKV_AWS_311": (
        "aws_codebuild_project",
        """  logs_config {
    s3_logs {
      encryption_disabled = true
    }
  }""",
    ),
    "CKV_AWS_319": (
        "aws_cloudwatch_metric_alarm",
        "  actions_enabled = false",
    ),
    "CKV_AWS_322": (
        "aws_elasticache_cluster",
        '  auto_minor_version_upgrade = "false"',
    ),
    "CKV_AWS_324": (
        "aws_rds_cluster",
        '  engine = "aurora-postgresql"',
    ),
    "CKV_AWS_325": (
        "aws_rds_cluster",
        '  engine = "aurora-mysql"',
    ),
    "CKV_AWS_328": (
        "aws_lb",
        '  desync_mitigation_mode = "monitor"',
    ),
    "CKV_AWS_331": (
        "aws_ec2_transit_gateway",
        '  auto_accept_shared_attachments = "enable"',
    ),
    "CKV_AWS_332": (
        "aws_ecs_service",
        """  launch_type      = "FARGATE"
  platform_version = "1.3.0"
""",
    ),
    "CKV_AWS_337": (
        "aws_ssm_parameter",
        """  type  = "SecureString"
  value = var.value""",
    ),
    "CKV_AWS_341": (
        "aws_launch_template",
        """  metadata_options {
    http_put_response_hop_limit = 2
  }""",
    ),
    "CKV_AWS_343": (
        "aws_redshift_cluster",
        "  automated_snapshot_retention_period = 0",
    ),
    "CKV_AWS_354": (
        "aws_db_instance",
        "  performance_insights_enabled = true",
    ),
    "CKV_AWS_377": (
        "aws_route53domains_registered_domain",
        "  transfer_lock = false",
    ),
    "CKV_AWS_392": (
        "aws_s3_access_point",
        """  public_access_block_configuration {
    block_public_acls       = false
    block_public_policy     = false
    ignore_public_acls      = false
    restrict_public_buckets = false
  }""",
    ),
    "CKV2_AWS_32": (
        "aws_cloudfront_distribution",
        """  default_cache_behavior {
    allowed_methods        = ["GET"]
    cached_methods         = ["GET"]
    target_origin_id       = "site"
    viewer_protocol_policy = "https-only"
  }""",
    ),
    "CKV2_AWS_58": (
        "aws_neptune_cluster",
        "  deletion_protection = false",
    ),
    "CKV2_AWS_66": (
        "aws_mwaa_environment",
        '  webserver_access_mode = "PUBLIC_ONLY"',
    ),
    "CKV2_AWS_73": (
        "aws_sqs_queue",
        '  kms_master_key_id = "alias/aws/sqs"',
    ),
    "CKV2_AWS_74": (
        "aws_lb_listener",
        """  load_balancer_arn = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/a/1"
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-2016-08"
""",
    ),
}
"""Rules that a type breaks with this body."""


def failing() -> Mapping[str, tuple[str, str]]:
    """Folder name → rule and code; one folder for each rule and type."""
    cases = {
        f"{rule}-{kind}": (rule, f'resource "{kind}" "this" {{\n}}\n')
        for rule, kinds in BY_DEFAULT.items()
        for kind in kinds
    }
    for rule, (kind, body) in EXPLICIT.items():
        cases[f"{rule}-{kind}-set"] = (rule, f'resource "{kind}" "this" {{\n{body}\n}}\n')
    return cases


def failing_files() -> dict[str, str]:
    """The failing code as files."""
    return {f"{folder}/main.tf": code for folder, (_, code) in failing().items()}


def failing_findings() -> list[Finding]:
    """What checkov says about each file's own rule."""
    return [
        Finding(
            rule,
            Severity.HIGH,
            rule,
            f"{folder}/main.tf",
            "checkov",
            line=1,
            resource=_address(code),
            fingerprint=folder,
        )
        for folder, (rule, code) in failing().items()
    ]


def _address(code: str) -> str:
    return ".".join(code.split('"')[1:4:2])
