"""AWS Backup: what vaults hold, by kind of resource, and what is restored from them.

A plan shows which kinds of resources a stack has, not what a vault holds: use is assumed only for kinds that the stack
has; restores are charged only where a usage file tells them. Plans and selections cost nothing by themselves.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from app.analysis.pricing.base import Bill, Pricer


class Held(NamedTuple):
    """One line. ``kinds`` are resource types whose backups it is for, none for restores; ``alike`` the type and
    component that list the same price for more regions; ``pick`` decides where the list has it rounded, too.
    """

    name: str
    key: str
    kinds: tuple[str, ...] = ()
    alike: tuple[str, str] | None = None
    pick: str = ""


EFS, EBS, FSX = ("aws_efs_file_system",), ("aws_ebs_volume", "aws_instance"), ("aws_fsx_windows_file_system",)
RDS, AURORA, TABLE = ("aws_db_instance",), ("aws_rds_cluster",), ("aws_dynamodb_table",)
LINES = (
    Held("EFS backup (warm)", "monthly_efs_warm_backup_gb", EFS),
    Held("EFS backup (cold)", "monthly_efs_cold_backup_gb"),
    Held("EFS restore (warm)", "monthly_efs_warm_restore_gb"),
    Held("EFS restore (cold)", "monthly_efs_cold_restore_gb"),
    Held("EFS restore (item-level)", "monthly_efs_item_restore_requests"),
    Held("EBS snapshot", "monthly_ebs_snapshot_gb", EBS, ("aws_ebs_snapshot", "EBS snapshot storage")),
    Held("RDS snapshot", "monthly_rds_snapshot_gb", RDS),
    Held("DynamoDB backup", "monthly_dynamodb_backup_gb", TABLE,
         ("aws_dynamodb_table", "On-demand backup storage"), "0.112"),
    Held("DynamoDB restore", "monthly_dynamodb_restore_gb", (),
         ("aws_dynamodb_table", "Table data restored"), "0.168"),
    Held("Aurora snapshot", "monthly_aurora_snapshot_gb", AURORA, ("aws_rds_cluster", "Backup storage")),
    Held("FSx for Windows backup", "monthly_fsx_windows_backup_gb", FSX,
         ("aws_fsx_windows_file_system", "Backup storage")),
    Held("FSx for Lustre backup", "monthly_fsx_lustre_backup_gb", ("aws_fsx_lustre_file_system",)),
)  # fmt: skip


def vault(bill: Bill) -> None:
    """What is told of a vault, and what the stack's resources may put into it."""
    for line in LINES:
        if bill.stated(line.key) is not None or (line.kinds and bill.planned.of_type(*line.kinds)):
            hold(bill, line, bill.usage(line.key))


def hold(bill: Bill, line: Held, quantity: Decimal | None) -> None:
    """One line, by an equal price that is listed for the region, else by the vault's own."""
    other = bill.book.component(*line.alike, bill.region) if line.alike else None
    if other is not None and not other.price.estimated:
        bill.charge(line.name, quantity, price=other.price, usage=True, keys=(line.key,))
    else:
        bill.charge(line.name, quantity, pick=line.pick, usage=True, keys=(line.key,))


PRICERS: Mapping[str, Pricer] = {"aws_backup_vault": vault}
