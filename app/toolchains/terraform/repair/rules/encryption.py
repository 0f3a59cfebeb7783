"""Encryption at rest and in transit with the keys that the service brings."""

from collections.abc import Mapping

from app.toolchains.terraform.repair.edits import Edit, Set, Unless

NO_OLD_DATABASE = Unless(
    "instance_class",
    "instances of this class cannot encrypt their storage: choose another class",
    ('"db.t1.', '"db.t2.micro', '"db.m1.', '"db.m2.'),
)
FROM_STREAM = Unless(
    "kinesis_source_configuration.kinesis_stream_arn", "a delivery stream fed by Kinesis takes the stream's encryption"
)

ENCRYPTION: Mapping[str, tuple[Edit, ...]] = {
    "CKV_AWS_3": (Set("encrypted", "true"),),
    "CKV_AWS_5": (Set("encrypt_at_rest.enabled", "true"),),
    "CKV_AWS_6": (Set("node_to_node_encryption.enabled", "true"),),
    "CKV_AWS_8": (Set("root_block_device.encrypted", "true"), Set("?ebs_block_device.encrypted", "true")),
    "CKV_AWS_16": (
        NO_OLD_DATABASE,
        Set("storage_encrypted", "true"),
    ),
    "CKV_AWS_27": (Set("sqs_managed_sse_enabled", "true"),),
    "CKV_AWS_29": (Set("at_rest_encryption_enabled", "true"),),
    "CKV_AWS_30": (Set("transit_encryption_enabled", "true"),),
    "CKV_AWS_42": (Set("encrypted", "true"),),
    "CKV_AWS_43": (Set("encryption_type", '"KMS"'), Set("kms_key_id", '"alias/aws/kinesis"', weak=True)),
    "CKV_AWS_44": (Set("storage_encrypted", "true"),),
    "CKV_AWS_47": (Set("server_side_encryption.enabled", "true"),),
    "CKV_AWS_64": (Set("encrypted", "true"),),
    "CKV_AWS_74": (Set("storage_encrypted", "true"),),
    "CKV_AWS_77": (Set("encryption_configuration.encryption_option", '"SSE_S3"'),),
    "CKV_AWS_78": (Set("artifacts.encryption_disabled", "false"),),
    "CKV_AWS_82": (Set("configuration.enforce_workgroup_configuration", "true"),),
    "CKV_AWS_96": (Set("storage_encrypted", "true"),),
    "CKV_AWS_97": (Set("?volume.?efs_volume_configuration.transit_encryption", '"ENABLED"'),),
    "CKV_AWS_106": (Set("enabled", "true"),),
    "CKV_AWS_136": (Set("encryption_configuration.encryption_type", '"KMS"'),),
    "CKV_AWS_140": (Set("storage_encrypted", "true"),),
    "CKV_AWS_155": (Set("user_volume_encryption_enabled", "true"),),
    "CKV_AWS_156": (Set("root_volume_encryption_enabled", "true"),),
    "CKV_AWS_159": (Set("configuration.result_configuration.encryption_configuration.encryption_option", '"SSE_S3"'),),
    "CKV_AWS_202": (Set("tls_enabled", "true"),),
    "CKV_AWS_214": (Set("at_rest_encryption_enabled", "true"),),
    "CKV_AWS_215": (Set("transit_encryption_enabled", "true"),),
    "CKV_AWS_235": (Set("encrypted", "true"),),
    "CKV_AWS_239": (Set("cluster_endpoint_encryption_type", '"TLS"'),),
    "CKV_AWS_240": (
        FROM_STREAM,
        Set("server_side_encryption.enabled", "true"),
    ),
    "CKV_AWS_292": (Set("storage_encrypted", "true"),),
    "CKV_AWS_308": (Set("settings.cache_data_encrypted", "true"),),
    "CKV_AWS_311": (Set("?logs_config.?s3_logs.encryption_disabled", "false"),),
    "CKV_AWS_369": (Set("network_config.enable_inter_container_traffic_encryption", "true"),),
}
