from decimal import Decimal

from app.analysis.pricing.engine import drawn
from app.domain.planned import Planned, PlannedResource
from tests.unit.analysis.pricing.bills import BOOK, baseline, bill_of, estimated, lines, other


def test_instances_by_the_hour_listed_or_by_size() -> None:
    assert baseline(bill_of("aws_docdb_cluster_instance", {"instance_class": "db.t3.medium"})) == Decimal("56.94")
    bill = bill_of("aws_docdb_cluster_instance", {"instance_class": "db.r5.large"})
    assert lines(bill) == {"Database instance (on-demand, db.r5.large)": (730, Decimal("0.277"))}
    assert estimated(bill)


def test_use_and_the_older_key_of_requests() -> None:
    use = {"data_storage_gb": 1000, "monthly_io_request": 10_000_000, "monthly_cpu_credit_hrs": 10}
    found = lines(bill_of("aws_docdb_cluster_instance", {"instance_class": "db.t3.medium"}, use))
    assert found["Storage"] == (1000, Decimal("0.1"))
    assert found["I/O requests"] == (10, Decimal("0.2"))
    assert found["CPU credits"] == (10, Decimal("0.09"))


def test_the_assumed_use_of_a_cluster_is_counted_once() -> None:
    refers = {"cluster_identifier": ("aws_docdb_cluster.that",)}
    one, two = (
        PlannedResource(
            f"aws_docdb_cluster_instance.{name}", "aws_docdb_cluster_instance", name, region="us-east-1",
            values={"instance_class": "db.r5.4xlarge"}, references=refers,
        )
        for name in ("one", "two")
    )  # fmt: skip
    stack = Planned(".", (other("aws_docdb_cluster"), one, two))
    assert ["Storage" in lines(drawn(resource, stack, BOOK)) for resource in (one, two)] == [True, False]


def test_backups_of_more_than_a_day() -> None:
    assert not lines(bill_of("aws_docdb_cluster", {"backup_retention_period": 1}, assume="medium"))
    assert (
        lines(bill_of("aws_docdb_cluster", {"backup_retention_period": 7}, assume="medium"))["Backup storage"][0] == 476
    )
    assert lines(bill_of("aws_docdb_cluster_snapshot", {}, {"backup_storage_gb": 5})) == {
        "Backup storage": (5, Decimal("0.021"))
    }


def test_nothing_comparable_is_unpriced() -> None:
    bill = bill_of("aws_docdb_cluster_instance", {"instance_class": "db.zz1.large"})
    assert bill.missing == ["no price for Database instance (on-demand, db.zz1.large) in us-east-1"]


def test_an_optimised_cluster_pays_no_requests_and_its_storage_is_unpriced() -> None:
    cluster = other("aws_docdb_cluster", storage_type="iopt1")
    refers = {"cluster_identifier": (cluster.address,)}
    bill = bill_of("aws_docdb_cluster_instance", {"instance_class": "db.r5.4xlarge"}, assume="medium", others=[cluster],
                   references=refers)  # fmt: skip
    assert lines(bill) == {"Database instance (on-demand, db.r5.4xlarge)": (730, Decimal("2.4376"))}
    assert estimated(bill)
    assert bill.missing == ["no price for I/O-optimised storage"]
