"""AWS Systems Manager maintenance windows: when and what is patched."""

from app.domain.request import Component, Relation
from app.domain.resources import Ref
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.statements import type_of

PATCH = "AWS-RunPatchBaseline"


def wire(component: Component, site: Site) -> Ports:
    """The window, its target by tag or by instance, and the patch task."""
    duration = int(site.setting(component, "duration"))
    cutoff = min(int(site.setting(component, "cutoff")), duration - 1)
    window = site.add(
        "aws_ssm_maintenance_window",
        component.label,
        {
            "name": site.name(component),
            "description": f"Maintenance of {component.label}",
            "schedule": site.setting(component, "schedule"),
            "schedule_timezone": site.setting(component, "timezone"),
            "duration": duration,
            "cutoff": cutoff,
            "allow_unassociated_targets": False,
        },
        component=component,
    )
    target = site.add(
        "aws_ssm_maintenance_window_target",
        component.label,
        {
            "window_id": Ref(window),
            "name": site.name(component),
            "resource_type": "INSTANCE",
            "targets": [{"key": "tag:PatchGroup", "values": [component.label]}],
        },
        component=component,
    )
    operation = "Install" if site.setting(component, "install") else "Scan"
    site.add(
        "aws_ssm_maintenance_window_task",
        component.label,
        {
            "window_id": Ref(window),
            "name": site.name(component),
            "task_type": "RUN_COMMAND",
            "task_arn": PATCH,
            "priority": 1,
            "max_concurrency": "50%",
            "max_errors": "10%",
            "targets": [{"key": "WindowTargetIds", "values": [Ref(target)]}],
            "task_invocation_parameters": {
                "run_command_parameters": {
                    "timeout_seconds": 3600,
                    "parameter": [
                        {"name": "Operation", "values": [operation]},
                        {"name": "RebootOption", "values": ["RebootIfNeeded"]},
                    ],
                }
            },
        },
        component=component,
    )
    return Ports(address=window, arn=Ref(window), handle=Ref(window), extra={"target": target, "instances": []})


def maintain(source: End, target: End, _relation: Relation, site: Site) -> None:
    """Patch these instances."""
    if type_of(target.ports.address) != "aws_instance":
        return
    source.ports.extra["instances"].append(Ref(target.ports.address))
    values = list(source.ports.extra["instances"])
    site.set(source.ports.extra["target"], "targets", [{"key": "InstanceIds", "values": values}])


SERVICE = Service(
    id="ssm_maintenance_window",
    title="SSM maintenance window",
    concern="operations",
    shape="operations",
    primary="aws_ssm_maintenance_window",
    summary="When machines are patched",
    words=(
        "ssm maintenance window", "patch window", "patching window", "systems manager maintenance window",
        "ventana de mantenimiento de ssm", "ventana de parches",
    ),
    weak_words=("patching", "parcheo"),
    wire=wire,
    links=dict.fromkeys(("uses", "triggers", "attached", "monitors", "sends"), maintain),
    types=("aws_ssm_maintenance_window_target", "aws_ssm_maintenance_window_task"),
    parameters=(
        Parameter(
            "schedule", "schedule", ("schedule", "every", "cada", "weekly", "horario"), argument="schedule",
            default="cron(0 3 ? * SUN *)",
        ),
        Parameter("timezone", "text", ("time zone", "timezone", "zona horaria"), argument="schedule_timezone"),
        Parameter(
            "duration", "duration", ("duration", "duracion", "lasts"), unit="hours", argument="duration", default=3,
        ),
        Parameter("cutoff", "duration", ("cutoff",), unit="hours", argument="cutoff", default=1),
        Parameter("install", "flag", ("install", "instalar"), default=True),
    ),
)  # fmt: skip
