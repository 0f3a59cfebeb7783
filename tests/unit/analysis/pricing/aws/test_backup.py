from decimal import Decimal

from tests.unit.analysis.pricing.bills import bill_of, estimated, lines, other


def test_nothing_is_assumed_of_kinds_that_the_stack_does_not_have() -> None:
    assert lines(bill_of("aws_backup_vault", {"name": "v"}, assume="medium")) == {}
    database = other("aws_db_instance")
    assert set(lines(bill_of("aws_backup_vault", {}, assume="medium", others=[database]))) == {"RDS snapshot"}


def test_restores_are_charged_where_told() -> None:
    bill = bill_of("aws_backup_vault", {}, {"monthly_efs_warm_restore_gb": 10}, region="us-west-1")
    assert lines(bill) == {"EFS restore (warm)": (Decimal(10), Decimal("0.024"))}


def test_a_rounded_price_gives_way_to_the_full_one() -> None:
    bill = bill_of("aws_backup_vault", {}, {"monthly_dynamodb_backup_gb": 10_000}, region="us-west-1")
    assert lines(bill) == {"DynamoDB backup": (Decimal(10_000), Decimal("0.112"))}
    assert not estimated(bill)


def test_another_region_takes_an_equal_price_that_is_listed_there() -> None:
    bill = bill_of("aws_backup_vault", {}, {"monthly_ebs_snapshot_gb": 1, "monthly_dynamodb_backup_gb": 1})
    assert lines(bill)["EBS snapshot"] == (1, Decimal("0.05"))
    assert lines(bill)["DynamoDB backup"] == (1, Decimal("0.1"))
    assert not estimated(bill)
