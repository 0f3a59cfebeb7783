"""EC2, EBS, autoscaling, Beanstalk."""

from app.domain.planned import PlannedResource
from tests.unit.analysis.pricing.cases import Case

DISKS = {"root_block_device": [{"volume_size": 51, "volume_type": "gp2"}]}
CREDITS = {"credit_specification": [{"cpu_credits": "unlimited"}]}
CONFIGURATION = PlannedResource(
    "aws_launch_configuration.lc", "aws_launch_configuration", "lc",
    values={"instance_type": "t3.medium", "enable_monitoring": True} | DISKS,
)  # fmt: skip
TEMPLATE = PlannedResource(
    "aws_launch_template.example", "aws_launch_template", "example",
    values={
        "instance_type": "t3.medium",
        "placement": [{"tenancy": "dedicated"}],
        "monitoring": [{"enabled": True}],
        "block_device_mappings": [
            {"device_name": "/dev/sda1", "ebs": [{"volume_size": 10, "volume_type": "gp2"}]},
            {"device_name": "/dev/sdb", "ebs": [{"volume_size": 20, "volume_type": "io1", "iops": 200}]},
        ],
    },
)  # fmt: skip
CASES = (
    Case(
        "aws_instance",
        {
            "instance_type": "t3.large", "monitoring": True,
            "root_block_device": [{"volume_size": 50}],
            "ebs_block_device": [
                {"volume_type": "io1", "volume_size": 1000, "iops": 800},
                {"volume_type": "gp2", "volume_size": 30},
                {"volume_type": "standard", "volume_size": 10},
            ],
        },
        {
            "CPU credits": 350 * 2,
            "EC2 detailed monitoring": 7,
            "root_block_device > Storage (general purpose SSD, gp2)": 50,
            "ebs_block_device[] > Storage (general purpose SSD, gp2)": 30,
            "ebs_block_device[] > Storage (provisioned IOPS SSD, io1)": 1000,
            "ebs_block_device[] > Provisioned IOPS": 800,
            "ebs_block_device[] > I/O requests": 3,
        },
        {"monthly_cpu_credit_hrs": 350, "ebs_block_device[2]": {"monthly_standard_io_requests": 3_000_000}},
    ),
    *(
        Case("aws_instance", {"instance_type": kind}, {f"Instance usage (Linux/UNIX, on-demand, {kind})": 730})
        for kind in ("m5.2xlarge", "m5.4xlarge", "m5.8xlarge")
    ),
    Case(
        "aws_autoscaling_group",
        {"launch_configuration": "lc", "desired_capacity": 2, "min_size": 1},
        {
            "aws_launch_configuration.lc > CPU credits": 2 * 2 * 10,
            "aws_launch_configuration.lc > EC2 detailed monitoring": 2 * 7,
            "aws_launch_configuration.lc > Instance usage (Linux/UNIX, on-demand, t3.medium)": 2 * 730,
            "aws_launch_configuration.lc > root_block_device > Storage (general purpose SSD, gp2)": 2 * 51,
        },
        {"monthly_cpu_credit_hrs": 10},
        others=(CONFIGURATION,),
        references={"launch_configuration": ("aws_launch_configuration.lc",)},
    ),
    Case(
        "aws_autoscaling_group",
        {"min_size": 3},
        {
            "aws_launch_template.example > CPU credits": 3 * 2 * 10,
            "aws_launch_template.example > EC2 detailed monitoring": 3 * 7,
            "aws_launch_template.example > Instance usage (Linux/UNIX, on-demand, t3.medium)": 3 * 730,
            "aws_launch_template.example > block_device_mapping[] > Storage (provisioned IOPS SSD, io1)": 3 * 20,
            "aws_launch_template.example > block_device_mapping[] > Provisioned IOPS": 3 * 200,
        },
        {"monthly_cpu_credit_hrs": 10},
        others=(TEMPLATE,),
        references={"launch_template.id": ("aws_launch_template.example",)},
    ),
    Case(
        "aws_ebs_volume", {"size": 10, "type": "standard"}, {"I/O requests": 7},
        {"monthly_standard_io_requests": 7_000_000},
    ),
    Case(
        "aws_ebs_snapshot",
        {"volume_id": "vol-1"},
        {
            "Fast snapshot restore": 30,
            "GetSnapshotBlock API requests": 5,
            "ListChangedBlocks & ListSnapshotBlocks API requests": 4,
            "PutSnapshotBlock API requests": 6,
        },
        {
            "fast_snapshot_restore_hours": 30, "monthly_list_block_requests": 4000, "monthly_get_block_requests": 5000,
            "monthly_put_block_requests": 6000,
        },
    ),
    Case(
        "aws_elastic_beanstalk_environment",
        {
            "setting": [
                {"namespace": "aws:elasticbeanstalk:environment", "name": "LoadBalancerType", "value": "network"},
                {"namespace": "aws:elasticbeanstalk:cloudwatch:logs", "name": "StreamLogs", "value": "true"},
            ]
        },
        {
            "aws_cloudwatch_log_group > Archival Storage": 3,
            "aws_cloudwatch_log_group > Data ingested": 4,
            "aws_cloudwatch_log_group > Insights queries data scanned": 5,
            "aws_loadbalancer > Load balancer capacity units": 2,
        },
        {
            "cloudwatch": {"storage_gb": 3, "monthly_data_ingested_gb": 4, "monthly_data_scanned_gb": 5},
            "lb": {"processed_bytes_gb": 1460, "new_connections": 800},
        },
        region="eu-west-1",
    ),
)  # fmt: skip
