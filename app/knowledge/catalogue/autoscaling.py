"""Amazon EC2 Auto Scaling: a launch template and a group of machines that grows and shrinks."""

from dataclasses import replace

from app.domain.request import Component
from app.domain.resources import Call, Ref
from app.knowledge.catalogue.autoscaling_policies import add_schedule, add_target_tracking
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.databases import tell_secrets
from app.knowledge.catalogue.inputs import stated_or_input
from app.knowledge.catalogue.machine import MACHINE_PARAMETERS, METADATA, image, profile, start_script


def _launch_template(component: Component, site: Site, group: Ref, instance_profile: str) -> str:
    instance_type = stated_or_input(
        component, site, "instance_type", "string", "EC2 instance type.", {"dev": "t3.micro", "prod": "t3.small"}
    )
    tags = {"Name": site.name(component)}
    return site.add(
        "aws_launch_template",
        component.label,
        {
            "name_prefix": site.name(component, limit=100),
            "image_id": image(component, site, instance_type),
            "instance_type": instance_type,
            "key_name": site.setting(component, "key_name"),
            "update_default_version": True,
            "ebs_optimized": "true",
            "vpc_security_group_ids": [group],
            "iam_instance_profile": {"arn": Ref(instance_profile, "arn")},
            "metadata_options": METADATA,
            "monitoring": {"enabled": True},
            "block_device_mappings": [
                {
                    "device_name": "/dev/sda1" if site.setting(component, "system") != "amazon_linux" else "/dev/xvda",
                    "ebs": {
                        "encrypted": "true",
                        "volume_type": "gp3",
                        "volume_size": int(site.setting(component, "disk")),
                    },
                }
            ],
            "tag_specifications": [
                {"resource_type": "instance", "tags": tags},
                {"resource_type": "volume", "tags": tags},
            ],
        },
        component=component,
        comment="Disks use the AWS managed key: the role of Auto Scaling has no grant on a key of the account.",
    )


def wire(component: Component, site: Site) -> Ports:
    """Launch template, group over the private subnets, target tracking and the stated schedules."""
    network = site.network(component)
    group = site.security_group(component, f"Instances of {component.label}")
    site.egress(group, 443, "0.0.0.0/0", "HTTPS to AWS services and package mirrors")
    role, instance_profile = profile(component, site)
    template = _launch_template(component, site, group, instance_profile)
    low = stated_or_input(component, site, "minimum", "number", "Fewest instances.", {"dev": 1, "prod": 2})
    high = stated_or_input(component, site, "maximum", "number", "Most instances.", {"dev": 2, "prod": 6})
    public = bool(site.setting(component, "public"))
    address = site.add(
        "aws_autoscaling_group",
        component.label,
        {
            "name": site.name(component),
            "min_size": low,
            "max_size": high,
            "desired_capacity": site.setting(component, "desired"),
            "vpc_zone_identifier": network.public if public else network.private,
            "health_check_type": "EC2",
            "health_check_grace_period": 120,
            "launch_template": {"id": Ref(template), "version": Ref(template, "latest_version")},
            "instance_refresh": {"strategy": "Rolling", "preferences": {"min_healthy_percentage": 90}},
            "enabled_metrics": [
                "GroupDesiredCapacity",
                "GroupInServiceInstances",
                "GroupMaxSize",
                "GroupMinSize",
                "GroupTotalInstances",
            ],
            "tag": [{"key": "Name", "value": site.name(component), "propagate_at_launch": True}],
        },
        component=component,
        lifecycle=None if site.stated(component, "desired") else {"ignore_changes": ["desired_capacity"]},
    )
    add_target_tracking(component, site, address)
    add_schedule(component, site, address)
    return Ports(
        address=address,
        arn=Ref(address, "arn"),
        handle=Ref(address, "name"),
        handle_name="GROUP",
        role=role,
        security_group=group,
        port=int(site.setting(component, "port")),
        principal="autoscaling.amazonaws.com",
        extra={"template": template, "target_type": "instance", "private": not public},
    )


def finish(end: End, site: Site) -> None:
    """The start script, once every variable is known."""
    tell_secrets(end, site)
    script = start_script(end.component, site)
    if script is not None:
        site.set(end.ports.extra["template"], "user_data", Call("base64encode", (script,)))


SERVICE = Service(
    id="autoscaling",
    title="EC2 Auto Scaling",
    concern="compute",
    primary="aws_autoscaling_group",
    words=(
        "auto scaling group", "autoscaling group", "auto-scaling group", "asg", "auto scaling", "autoscaling instance",
        "auto scaled instance", "autoscaled server", "grupo de autoescalado", "autoescalado",
        "grupo de auto scaling", "escalado automatico", "grupo de escalado automatico",
    ),
    weak_words=("autoscaling", "fleet", "scaling group", "flota", "web tier", "server fleet"),
    wire=wire,
    finish=finish,
    types=(
        "aws_launch_template", "aws_autoscaling_policy", "aws_autoscaling_schedule", "aws_iam_instance_profile",
        "aws_security_group", "aws_iam_role", "aws_ami",
    ),
    parameters=(
        *(replace(one, argument="image_id") if one.name == "image" else one for one in MACHINE_PARAMETERS),
        Parameter(
            "minimum", "count", ("minimum", "min", "at least", "min size", "minimo", "como minimo", "al menos"),
            argument="min_size",
        ),
        Parameter(
            "maximum", "count",
            ("maximum", "max", "at most", "up to", "grow to", "growing to", "max size", "maximo",
             "como maximo", "hasta"),
            argument="max_size",
        ),
        Parameter("desired", "count", ("desired", "desired capacity", "desired size", "capacidad deseada"),
                  argument="desired_capacity"),
        Parameter("cpu_target", "number", ("target cpu", "cpu target", "cpu utilization", "cpu usage", "uso de cpu"),
                  unit="percent", default=60),
        Parameter("scale_down_at", "schedule", ("scale down at", "shut down at", "stop at", "apagar a las",
                                                "reducir a las")),
        Parameter("scale_up_at", "schedule", ("scale up at", "start at", "encender a las", "ampliar a las")),
        Parameter("public", "flag", ("public ip", "public instance", "ip publica")),
    ),
    shape="compute",
    summary="A group of machines over several zones that follows its load.",
)  # fmt: skip
