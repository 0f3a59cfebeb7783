from decimal import Decimal

from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, estimated, lines


def test_nodes_by_the_hour() -> None:
    bill = bill_of("aws_redshift_cluster", {"node_type": "dc2.large", "number_of_nodes": 4})
    assert baseline(bill) == Decimal("730.00")
    assert bill.size == "dc2.large"


def test_a_size_that_is_not_listed() -> None:
    bill = bill_of("aws_redshift_cluster", {"node_type": "ds2.xlarge"})
    assert lines(bill) == {"Cluster usage (on-demand, ds2.xlarge)": (730, Decimal("0.85"))}
    assert estimated(bill)


def test_a_node_kept_by_hand() -> None:
    bill = bill_of("aws_redshift_cluster", {"node_type": "ra3.xlplus", "number_of_nodes": 2})
    assert baseline(bill) == Decimal("1585.56")  # 2 × 730 × 1.086
    assert estimated(bill)


def test_backups_over_tiers_in_order() -> None:
    bill = bill_of("aws_redshift_cluster", {"node_type": "dc2.large"}, {"backup_storage_gb": 612_000})
    found = {name: amount for name, (amount, _) in lines(bill).items() if name.startswith("Backup")}
    assert found == {
        "Backup storage (first 50 TB)": 51_200,
        "Backup storage (next 450 TB)": 460_800,
        "Backup storage (over 500 TB)": 100_000,
    }


def test_managed_storage_is_the_same_for_all_of_its_family() -> None:
    bill = bill_of(
        "aws_redshift_cluster", {"node_type": "ra3.xlplus", "number_of_nodes": 2}, {"managed_storage_gb": 100}
    )
    assert lines(bill)["Managed storage (ra3.xlplus)"] == (100, Decimal("0.024"))


def test_seconds_of_extra_clusters_cost_their_share_of_the_hour() -> None:
    use = {"excess_concurrency_scaling_secs": 3600}
    listed = bill_of("aws_redshift_cluster", {"node_type": "ra3.4xlarge", "number_of_nodes": 2}, use)
    assert lines(listed)["Concurrency scaling (ra3.4xlarge)"] == (7200, Decimal("0.0009"))
    derived = bill_of("aws_redshift_cluster", {"node_type": "ds2.xlarge"}, use)
    assert by_usage(derived) == Decimal("0.85")


def test_nothing_is_assumed_of_what_is_not_evident() -> None:
    found = lines(bill_of("aws_redshift_cluster", {"node_type": "ra3.4xlarge"}, assume="medium"))
    assert set(found) == {"Cluster usage (on-demand, ra3.4xlarge)", "Managed storage (ra3.4xlarge)"}


def test_two_zones_have_twice_the_nodes() -> None:
    bill = bill_of("aws_redshift_cluster", {"node_type": "ra3.4xlarge", "number_of_nodes": 2, "multi_az": True})
    assert lines(bill)["Cluster usage (on-demand, ra3.4xlarge)"] == (4 * 730, Decimal("3.26"))
