"""Amazon EFS: a file system that many programs share."""

from app.domain.request import Component, Relation
from app.domain.resources import Call, Ref
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.kinds import kind_of

PORT = 2049
"""NFS."""

MOUNT = ("elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite")


def wire(component: Component, site: Site) -> Ports:
    """The file system, a mount target in every private subnet, an access point and daily backups."""
    network = site.network(component)
    group = site.security_group(component, f"File system {component.label}")
    throughput = site.setting(component, "provisioned_throughput")
    address = site.add(
        "aws_efs_file_system",
        component.label,
        {
            "creation_token": site.name(component, limit=64),
            "encrypted": True,
            "kms_key_id": site.key(),
            "performance_mode": site.setting(component, "performance_mode"),
            "throughput_mode": "provisioned" if throughput else site.setting(component, "throughput_mode"),
            "provisioned_throughput_in_mibps": throughput,
            "lifecycle_policy": [
                {"transition_to_ia": _after(site.setting(component, "infrequent_after"))},
                {"transition_to_primary_storage_class": "AFTER_1_ACCESS"},
            ],
            "tags": {"Name": site.name(component)},
        },
        component=component,
    )
    _mount_targets(component, site, address, group, network.private)
    point = site.add(
        "aws_efs_access_point",
        component.label,
        {
            "file_system_id": Ref(address),
            "posix_user": {"uid": 1000, "gid": 1000},
            "root_directory": {
                "path": "/data",
                "creation_info": {"owner_uid": 1000, "owner_gid": 1000, "permissions": "0750"},
            },
        },
        component=component,
    )
    site.add(
        "aws_efs_backup_policy",
        component.label,
        {"file_system_id": Ref(address), "backup_policy": {"status": "ENABLED"}},
        component=component,
    )
    return Ports(
        address=address,
        arn=Ref(address, "arn"),
        handle=Ref(address),
        handle_name="FILE_SYSTEM_ID",
        security_group=group,
        port=PORT,
        access={"reads": MOUNT[:1], "writes": MOUNT, "uses": MOUNT, "attached": MOUNT},
        access_arns=(Ref(address, "arn"),),
        extra={"access_point": point},
    )


def _after(days: object) -> str:
    """The nearest period EFS knows, upwards."""
    known = (1, 7, 14, 30, 60, 90, 180, 270, 365)
    wanted = int(str(days))
    number = next((one for one in known if one >= wanted), known[-1])
    return f"AFTER_{number}_DAY" if number == 1 else f"AFTER_{number}_DAYS"


def _mount_targets(component: Component, site: Site, address: str, group: Ref, subnets: object) -> None:
    if isinstance(subnets, list):
        for number, subnet in enumerate(subnets):
            site.add(
                "aws_efs_mount_target",
                f"{component.label}_{number}" if number else component.label,
                {"file_system_id": Ref(address), "subnet_id": subnet, "security_groups": [group]},
                component=component,
            )
        return
    reference = subnets if isinstance(subnets, Ref) else Ref(str(subnets))
    counted = Ref(reference.address, reference.path.replace("[*]", "[count.index]"))
    site.add(
        "aws_efs_mount_target",
        component.label,
        {"file_system_id": Ref(address), "subnet_id": counted, "security_groups": [group]},
        component=component,
        count=Call("length", (Ref(reference.address, ""),)),
    )


def mounted_by(source: End, files: End, relation: Relation, site: Site) -> None:
    """Containers and functions mount the access point; machines are let in on the NFS port."""
    if source.ports.role:
        site.allow(source.ports.role, MOUNT, (files.ports.arn,), sid="MountFiles")
    inside, outside = files.ports.security_group, source.ports.security_group
    if outside is not None:
        site.egress(outside, PORT, inside, f"Files of {files.component.label}")
        site.ingress(inside, PORT, outside, f"Files for {source.component.label}")
    kind, point = kind_of(source.component), files.ports.extra["access_point"]
    path = f"/mnt/{files.component.label}"
    if kind == "ecs":
        site.append(
            source.ports.extra["task"],
            "volume",
            {
                "name": files.component.label,
                "efs_volume_configuration": {
                    "file_system_id": files.ports.handle,
                    "transit_encryption": "ENABLED",
                    "authorization_config": {"access_point_id": Ref(point), "iam": "ENABLED"},
                },
            },
        )
        source.ports.extra["mounts"].append(
            {"sourceVolume": files.component.label, "containerPath": path, "readOnly": relation.kind == "reads"}
        )
    elif kind == "lambda":
        site.set(source.ports.address, "file_system_config", {"arn": Ref(point, "arn"), "local_mount_path": path})


SERVICE = Service(
    id="efs",
    title="Amazon EFS",
    concern="data",
    primary="aws_efs_file_system",
    words=("efs", "amazon efs", "efs file system", "elastic file system", "shared file system", "network file system",
           "nfs", "sistema de archivos compartido", "sistema de archivos efs", "sistema de ficheros compartido"),
    weak_words=("file system", "shared storage", "sistema de archivos", "almacenamiento compartido"),
    wire=wire,
    linked=dict.fromkeys(("uses", "reads", "writes", "attached"), mounted_by),
    types=("aws_efs_mount_target", "aws_efs_access_point", "aws_efs_backup_policy", "aws_security_group"),
    parameters=(
        Parameter("performance_mode", "choice", ("performance mode", "modo de rendimiento"),
                  argument="performance_mode",
                  choices={"general purpose": "generalPurpose", "max io": "maxIO", "max i/o": "maxIO"},
                  default="generalPurpose"),
        Parameter("throughput_mode", "choice", ("throughput mode",
                                                "modo de rendimiento de transferencia"),
                  choices={"elastic": "elastic", "bursting": "bursting", "provisioned": "provisioned"},
                  default="elastic"),
        Parameter("provisioned_throughput", "number", ("provisioned throughput", "mibps", "mib/s")),
        Parameter("infrequent_after", "duration", ("infrequent access", "transition to ia", "acceso infrecuente"),
                  unit="days", default=30),
    ),
    shape="data",
    summary="Shared files, encrypted, mounted from every zone, backed up daily.",
)  # fmt: skip
