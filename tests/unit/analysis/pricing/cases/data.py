"""Databases, caches, streams, storage, analytics."""

from collections.abc import Iterator

from app.domain.planned import PlannedResource
from tests.unit.analysis.pricing.cases import Case

EAST = ("us-east-1", "us-east-2")


def s3_class(name: str, key: str, *lines: tuple[str, str, int], region: str = "us-east-1") -> Case:
    """A class of S3: each line's use is so many of its units that the quantity is 7 times its place."""
    expect = {f"{name} > {shown}": 7 * place for place, (shown, _, _) in enumerate(lines, 1)}
    usage = {one: 7 * place * per for place, (_, one, per) in enumerate(lines, 1)}
    return Case("aws_s3_bucket", {"bucket": "b"}, expect, {key: usage}, region)


REQUESTS = (
    ("PUT, COPY, POST, LIST requests", "monthly_tier_1_requests", 1000),
    ("GET, SELECT, and all other requests", "monthly_tier_2_requests", 1000),
)
STORAGE = ("Storage", "storage_gb", 1)
SELECT = (
    ("Select data scanned", "monthly_select_data_scanned_gb", 1),
    ("Select data returned", "monthly_select_data_returned_gb", 1),
)
TRANSITION = ("Lifecycle transition", "monthly_lifecycle_transition_requests", 1000)
RETRIEVALS = ("Retrievals", "monthly_data_retrieval_gb", 1)


def speeds(*names: str) -> Iterator[tuple[str, str, int]]:
    """Retrieval from an archive."""
    for name in names:
        yield f"Retrieval requests ({name})", f"monthly_{name}_data_retrieval_requests", 1000
        yield f"Retrievals ({name})", f"monthly_{name}_data_retrieval_gb", 1


def glacier_select() -> Iterator[tuple[str, str, int]]:
    """S3 Select on Glacier."""
    for name in ("standard", "bulk", "expedited"):
        yield f"Select data scanned ({name})", f"monthly_{name}_select_data_scanned_gb", 1
        yield f"Select data returned ({name})", f"monthly_{name}_select_data_returned_gb", 1


S3 = (
    s3_class("Standard", "standard", STORAGE, *REQUESTS, *SELECT),
    s3_class("Standard", "standard", STORAGE, *REQUESTS, *SELECT, region="eu-west-2"),
    s3_class("Standard - infrequent access", "standard_infrequent_access", STORAGE, *REQUESTS, TRANSITION, RETRIEVALS,
             *SELECT),
    s3_class("One zone - infrequent access", "one_zone_infrequent_access", STORAGE, *REQUESTS, TRANSITION, RETRIEVALS,
             *SELECT),
    s3_class("Intelligent tiering", "intelligent_tiering",
             ("Storage (frequent access)", "frequent_access_storage_gb", 1),
             ("Storage (infrequent access)", "infrequent_access_storage_gb", 1),
             ("Storage (archive access)", "archive_access_storage_gb", 1),
             ("Storage (deep archive access)", "deep_archive_access_storage_gb", 1),
             ("Monitoring and automation", "monitored_objects", 1000),
             *REQUESTS, TRANSITION, *SELECT, ("Early delete (within 30 days)", "early_delete_gb", 1)),
    s3_class("Glacier flexible retrieval", "glacier_flexible_retrieval", STORAGE, *REQUESTS, TRANSITION,
             *speeds("standard", "expedited"), *glacier_select(),
             ("Early delete (within 90 days)", "early_delete_gb", 1)),
    s3_class("Glacier deep archive", "glacier_deep_archive", STORAGE, *REQUESTS, TRANSITION,
             *speeds("standard", "bulk"), ("Early delete (within 180 days)", "early_delete_gb", 1)),
    Case("aws_s3_bucket", {"bucket": "b"}, {"Object tagging": 3}, {"object_tags": 30_000}),
    Case("aws_s3_bucket_analytics_configuration", {}, {"Objects monitored": 2},
         {"monthly_monitored_objects": 2_000_000}),
    Case("aws_s3_bucket_inventory", {}, {"Objects listed": 4}, {"monthly_listed_objects": 4_000_000}),
)  # fmt: skip

VAULT = {
    "EFS backup (warm)": "monthly_efs_warm_backup_gb",
    "EFS backup (cold)": "monthly_efs_cold_backup_gb",
    "EFS restore (warm)": "monthly_efs_warm_restore_gb",
    "EFS restore (cold)": "monthly_efs_cold_restore_gb",
    "EFS restore (item-level)": "monthly_efs_item_restore_requests",
    "EBS snapshot": "monthly_ebs_snapshot_gb",
    "RDS snapshot": "monthly_rds_snapshot_gb",
    "Aurora snapshot": "monthly_aurora_snapshot_gb",
    "FSx for Windows backup": "monthly_fsx_windows_backup_gb",
    "FSx for Lustre backup": "monthly_fsx_lustre_backup_gb",
}
BACKUP = Case(
    "aws_backup_vault",
    {"name": "v"},
    {name: 100 * place for place, name in enumerate(VAULT, 1)},
    {key: 100 * place for place, key in enumerate(VAULT.values(), 1)},
    region="us-west-1",
)

RDS = (
    Case("aws_db_instance", {"engine": "mysql", "instance_class": "db.t3.large", "storage_type": "standard",
                             "allocated_storage": 40},
         {"I/O requests": 20}, {"monthly_standard_io_requests": 20_000_000}),
    Case("aws_db_instance", {"engine": "mysql", "instance_class": "db.m5.large", "performance_insights_enabled": True},
         {"Performance Insights API": 500}, {"monthly_additional_performance_insights_requests": 500_000}),
)  # fmt: skip

USE = {
    "capacity_units_per_hr": 2, "storage_gb": 100, "read_requests_per_sec": 10, "write_requests_per_sec": 10,
    "backup_snapshot_size_gb": 100, "snapshot_export_size_gb": 200, "average_statements_per_hr": 10_000_000,
    "change_records_per_statement": 0.38, "backtrack_window_hrs": 24,
}  # fmt: skip
STORED: dict[str, str | int] = {
    "Storage": 100,
    "I/O requests": "52.56",  # 20 a second × 3600 × 730 / 1M
    "Backup storage": 100 * 4,  # five days, one of them free
    "Snapshot export": 200,
}
AURORA_CLUSTER = PlannedResource("aws_rds_cluster.c", "aws_rds_cluster", "c", values={"storage_type": "aurora-iopt1"})
IN_CLUSTER = {"cluster_identifier": ("aws_rds_cluster.c",)}
AURORA = (
    Case("aws_rds_cluster", {"engine": "aurora-postgresql", "engine_mode": "serverless", "backup_retention_period": 5},
         STORED | {"Aurora serverless": 2 * 730}, USE),
    Case("aws_rds_cluster", {"engine": "aurora-mysql", "backup_retention_period": 5, "backtrack_window": 86400},
         STORED | {"Backtrack": 66_576}, USE),  # 10M × 0.38 × 730 × 24 / 1M
    Case("aws_rds_cluster", {"engine": "aurora-postgresql", "backup_retention_period": 5}, STORED, USE, "sa-east-1"),
    Case("aws_rds_cluster", {"engine": "aurora-postgresql", "storage_type": "aurora-iopt1"},
         {"Storage (I/O-optimized)": 100}, USE),
    Case("aws_rds_cluster_instance", {"engine": "aurora-mysql", "instance_class": "db.serverless"},
         {"Aurora serverless v2": 3650}, {"capacity_units_per_hr": 5}),
    Case("aws_rds_cluster_instance", {"engine": "aurora-mysql", "instance_class": "db.serverless"},
         {"Aurora serverless v2 (I/O-optimized)": 3650}, {"capacity_units_per_hr": 5},
         others=(AURORA_CLUSTER,), references=IN_CLUSTER),
    Case("aws_rds_cluster_instance", {"engine": "aurora-mysql", "instance_class": "db.t3.large",
                                      "performance_insights_enabled": True},
         {"Performance Insights API": "12.345"}, {"monthly_additional_performance_insights_requests": 12_345}),
)  # fmt: skip

DOCDB = tuple(
    case
    for region in EAST
    for case in (
        Case("aws_docdb_cluster", {"backup_retention_period": 5}, {"Backup storage": 1000}, {"backup_storage_gb": 1000},
             region),
        Case("aws_docdb_cluster_snapshot", {}, {"Backup storage": 1000}, {"backup_storage_gb": 1000}, region),
        Case("aws_docdb_cluster_instance", {"instance_class": "db.t3.medium"},
             {"Storage": 1000, "I/O requests": 10, "CPU credits": 10},
             {"data_storage_gb": 1000, "monthly_io_requests": 10_000_000, "monthly_cpu_credit_hrs": 10}, region),
    )
)  # fmt: skip
NEPTUNE = (
    Case("aws_neptune_cluster", {"backup_retention_period": 5}, {"Backup storage": 1000}, {"backup_storage_gb": 1000},
         "eu-west-2"),
    Case("aws_neptune_cluster_snapshot", {}, {"Backup storage": 1000}, {"backup_storage_gb": 1000}, "eu-west-2"),
    Case("aws_neptune_cluster_instance", {"instance_class": "db.t3.medium"}, {"CPU credits": 10},
         {"monthly_cpu_credit_hrs": 10}, "eu-west-2"),
)  # fmt: skip

SCALED = PlannedResource(
    "aws_appautoscaling_target.w", "aws_appautoscaling_target", "w",
    values={"scalable_dimension": "dynamodb:table:WriteCapacityUnits", "resource_id": "table/orders",
            "min_capacity": 10, "max_capacity": 90},
)  # fmt: skip
TABLE_USE = {
    "storage_gb": 230, "pitr_backup_storage_gb": 2300, "on_demand_backup_storage_gb": 460,
    "monthly_data_restored_gb": 231, "monthly_streams_read_request_units": 2_000_000,
}  # fmt: skip
TABLE_LINES = {
    "Data storage": 230,
    "Point-In-Time Recovery (PITR) backup storage": 2300,
    "On-demand backup storage": 460,
    "Table data restored": 231,
    "Streams read request unit (sRRU)": 2_000_000,
}
DYNAMODB = (
    Case("aws_dynamodb_table", {"name": "orders", "billing_mode": "PROVISIONED", "read_capacity": 30,
                                "write_capacity": 20, "stream_enabled": True},
         TABLE_LINES | {"Read capacity unit (RCU)": 30, "Write capacity unit (WCU, autoscaling)": 10}, TABLE_USE,
         others=(SCALED,)),
    Case("aws_dynamodb_table", {"name": "orders", "billing_mode": "PAY_PER_REQUEST"}, TABLE_LINES, TABLE_USE,
         "us-east-2"),
)  # fmt: skip

FILES = (
    Case("aws_efs_file_system", {"availability_zone_name": "us-east-1a",
                                 "lifecycle_policy": [{"transition_to_ia": "AFTER_30_DAYS"}]},
         {"Storage (one zone)": 230, "Storage (one zone, infrequent access)": 100,
          "Read requests (infrequent access)": 50, "Write requests (infrequent access)": 90},
         {"storage_gb": 230, "infrequent_access_storage_gb": 100, "monthly_infrequent_access_read_gb": 50,
          "monthly_infrequent_access_write_gb": 90}),
    Case("aws_fsx_openzfs_file_system", {"storage_capacity": 300, "throughput_capacity": 1024,
                                         "deployment_type": "SINGLE_AZ_1"},
         {"Backup storage": 10_000}, {"backup_storage_gb": 10_000}),
    Case("aws_fsx_windows_file_system", {"storage_capacity": 300, "throughput_capacity": 1024,
                                         "deployment_type": "MULTI_AZ_1"},
         {"Backup storage": 10_000}, {"backup_storage_gb": 10_000}),
)  # fmt: skip
CACHES = (
    Case("aws_elasticache_cluster", {"engine": "redis", "node_type": "cache.m6g.12xlarge", "num_cache_nodes": 1,
                                     "snapshot_retention_limit": 2},
         {"Backup storage": 10_000}, {"snapshot_storage_size_gb": 10_000}),
    Case("aws_elasticache_replication_group", {"engine": "redis", "node_type": "cache.m6g.12xlarge",
                                               "num_cache_clusters": 3, "snapshot_retention_limit": 3},
         {"Backup storage": 200}, {"snapshot_storage_size_gb": 100}),
)  # fmt: skip

REDSHIFT = (
    Case("aws_redshift_cluster", {"node_type": "dc2.large", "number_of_nodes": 4},
         {"Backup storage (first 50 TB)": 51_200, "Spectrum": "0.5", "Concurrency scaling (dc2.large)": 4 * 100},
         {"backup_storage_gb": 600_000, "spectrum_data_scanned_tb": 0.5, "excess_concurrency_scaling_secs": 100}),
    Case("aws_redshift_cluster", {"node_type": "ra3.4xlarge", "number_of_nodes": 6},
         {"Managed storage (ra3.4xlarge)": 321, "Concurrency scaling (ra3.4xlarge)": 6 * 100},
         {"managed_storage_gb": 321, "excess_concurrency_scaling_secs": 100}),
    Case("aws_redshift_cluster", {"node_type": "ra3.16xlarge"}, {"Concurrency scaling (ra3.16xlarge)": 100},
         {"excess_concurrency_scaling_secs": 100}),
)  # fmt: skip

STREAMS = tuple(
    case
    for region in EAST
    for case in (
        Case("aws_kinesis_stream", {"stream_mode_details": [{"stream_mode": "ON_DEMAND"}]},
             {"Data ingested": "0.2", "Data retrieval": "0.3", "Long term retention (7D+)": 5},
             {"monthly_on_demand_data_in_gb": 0.2, "monthly_on_demand_data_out_gb": 0.3,
              "monthly_on_demand_long_term_retention_gb": 5}, region),
        Case("aws_kinesis_stream", {"shard_count": 4},
             {"Put request unit": 6_500_000, "Long term retention (7D+)": 100,
              "Extended retention retrieval (7D+)": 101, "Enhanced Fan Out (EFO)": 102},
             {"monthly_provisioned_put_units": 6_500_000, "monthly_provisioned_long_term_retention_gb": 100,
              "monthly_provisioned_long_term_retrieval_gb": 101, "monthly_provisioned_efo_consumer_hours": 102},
             region),
    )
)  # fmt: skip
DELIVERY = (
    Case("aws_kinesis_firehose_delivery_stream",
         {"extended_s3_configuration": [{"data_format_conversion_configuration": [{"enabled": True}]}],
          "elasticsearch_configuration": [{"vpc_config": [{"subnet_ids": ["a", "b"]}]}]},
         {"Data ingested (first 500TB)": 512_000, "Format conversion": 600_000, "VPC data": 600_000},
         {"monthly_data_ingested_gb": 600_000}, "eu-west-2"),
    Case("aws_kinesis_analytics_application", {}, {"Processing (stream)": 10}, {"kinesis_processing_units": 10},
         "eu-west-2"),
    Case("aws_kinesisanalyticsv2_application", {"runtime_environment": "FLINK-1_15"},
         {"Processing (stream)": 10, "Backup": 100},
         {"kinesis_processing_units": 10, "durable_application_backup_gb": 100}, "eu-west-2"),
    Case("aws_kinesisanalyticsv2_application_snapshot", {}, {"Backup": 100}, {"durable_application_backup_gb": 100},
         "eu-west-2"),
)  # fmt: skip

BROKERS = (
    Case("aws_mq_broker", {"engine_type": "ActiveMQ", "host_instance_type": "mq.t2.micro"},
         {"Storage (ActiveMQ, EFS)": 20}, {"storage_size_gb": 20}),
    Case("aws_mq_broker", {"engine_type": "ActiveMQ", "host_instance_type": "mq.t2.micro", "storage_type": "ebs"},
         {"Storage (ActiveMQ, EBS)": 20}, {"storage_size_gb": 20}),
    Case("aws_mq_broker", {"engine_type": "RabbitMQ", "host_instance_type": "mq.m5.xlarge",
                           "deployment_mode": "CLUSTER_MULTI_AZ"},
         {"Storage (RabbitMQ, EBS)": 3 * 10}, {"storage_size_gb": 10}),
)  # fmt: skip
ANALYTICS = (
    Case("aws_glue_catalog_database", {"name": "d"}, {"Storage": 3, "Requests": 2},
         {"monthly_objects": 300_000, "monthly_requests": 2_000_000}),
    Case("aws_glue_crawler", {"name": "c"}, {"Duration": 30}, {"monthly_hours": 30}),
    Case("aws_glue_job", {"command": [{"name": "pythonshell"}]}, {"Duration": 60}, {"monthly_hours": 60},
         unit="hours (0.0625 DPUs)"),
    Case("aws_glue_job", {"command": [{"name": "pythonshell"}], "max_capacity": 1}, {"Duration": 60},
         {"monthly_hours": 60}, unit="hours (1 DPU)"),
    *(
        Case("aws_mwaa_environment", {"environment_class": f"mw1.{size.lower()}"},
             {f"Worker ({size})": 1825, f"Scheduler ({size})": 2190, "Meta database": 1000},
             {"additional_workers": 2.5, "additional_schedulers": 3, "meta_database_gb": 1000})
        for size in ("Small", "Medium")
    ),
)  # fmt: skip

CASES = (
    *S3, BACKUP, *RDS, *AURORA, *DOCDB, *NEPTUNE, *DYNAMODB, *FILES, *CACHES, *REDSHIFT, *STREAMS, *DELIVERY, *BROKERS,
    *ANALYTICS,
)  # fmt: skip
