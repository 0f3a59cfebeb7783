"""What is logged, traced and kept."""

from collections.abc import Mapping

from app.toolchains.terraform.repair.edits import Choose, Edit, Key, Set, Unless, When

EKS_LOGS = '["api", "audit", "authenticator", "controllerManager", "scheduler"]'
INSTANCE_LOGS = {
    '"postgres': '["postgresql", "upgrade"]',
    '"mysql': '["audit", "error", "general", "slowquery"]',
    '"mariadb': '["audit", "error", "general", "slowquery"]',
    '"oracle': '["alert", "audit", "listener", "trace"]',
    '"sqlserver': '["agent", "error"]',
}
"""What each engine can send to CloudWatch Logs, from the documentation of the RDS API."""
CLUSTER_LOGS = {
    '"aurora-mysql': '["audit", "error", "general", "slowquery"]',
    '"aurora-postgresql': '["postgresql"]',
    '"mysql': '["error", "general", "slowquery"]',
    '"postgres': '["postgresql", "upgrade"]',
}
ACTIVE_MQ = When("engine_type", ('"ActiveMQ"', '"ACTIVEMQ"'), "only ActiveMQ brokers write audit logs")

CHOSEN_RETENTION = Unless("retention_in_days", "a shorter retention was chosen: whether it is enough is a decision")
SMALL_DATABASE = Unless(
    "instance_class",
    "instances of this class are too small for Performance Insights with some engines: choose another class",
    ('"db.t2.', '"db.t3.micro', '"db.t3.small', '"db.t4g.micro', '"db.t4g.small'),
)

OBSERVATION: Mapping[str, tuple[Edit, ...]] = {
    "CKV_AWS_36": (Set("enable_log_file_validation", "true"),),
    "CKV_AWS_37": (Set("enabled_cluster_log_types", EKS_LOGS),),
    "CKV_AWS_48": (Set("logs.general", "true"),),
    "CKV_AWS_50": (Set("tracing_config.mode", '"Active"'),),
    "CKV_AWS_65": (Set("setting.name", '"containerInsights"'), Set("setting.value", '"enabled"')),
    "CKV_AWS_66": (Set("retention_in_days", "365"),),
    "CKV_AWS_67": (Set("is_multi_region_trail", "true"),),
    "CKV_AWS_73": (Set("xray_tracing_enabled", "true"),),
    "CKV_AWS_85": (Set("enabled_cloudwatch_logs_exports", '["audit", "profiler"]'),),
    "CKV_AWS_101": (Set("enable_cloudwatch_logs_exports", '["audit"]'),),
    "CKV_AWS_126": (Set("monitoring", "true"),),
    "CKV_AWS_129": (Choose("enabled_cloudwatch_logs_exports", "engine", INSTANCE_LOGS),),
    "CKV_AWS_163": (Set("image_scanning_configuration.scan_on_push", "true"),),
    "CKV_AWS_197": (ACTIVE_MQ, Set("logs.audit", "true")),
    "CKV_AWS_234": (Set("options.certificate_transparency_logging_preference", '"ENABLED"'),),
    "CKV_AWS_238": (Set("enable", "true"),),
    "CKV_AWS_242": (Set("logging_configuration.scheduler_logs.enabled", "true"),),
    "CKV_AWS_243": (Set("logging_configuration.worker_logs.enabled", "true"),),
    "CKV_AWS_244": (Set("logging_configuration.webserver_logs.enabled", "true"),),
    "CKV_AWS_251": (Set("enable_logging", "true"),),
    "CKV_AWS_276": (Set("settings.data_trace_enabled", "false"),),
    "CKV_AWS_284": (Set("tracing_configuration.enabled", "true"),),
    "CKV_AWS_319": (Set("actions_enabled", "true"),),
    "CKV_AWS_324": (Choose("enabled_cloudwatch_logs_exports", "engine", CLUSTER_LOGS),),
    "CKV_AWS_325": (Choose("enabled_cloudwatch_logs_exports", "engine", CLUSTER_LOGS),),
    "CKV_AWS_338": (
        CHOSEN_RETENTION,
        Set("retention_in_days", "365"),
    ),
    "CKV_AWS_353": (
        SMALL_DATABASE,
        Set("performance_insights_enabled", "true"),
        Key("performance_insights_kms_key_id"),  # cannot be changed once it is on
    ),
}
