from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, estimated, lines


@pytest.mark.parametrize(
    ("values", "month"),
    [
        ({"sku_name": "S3"}, "147.18"),  # 730 × 0.20162
        ({"sku_name": "S4"}, "294.37"),  # twice the DTU
        ({"sku_name": "P6"}, "3650.00"),
        ({"sku_name": "GP_Gen5_4", "max_size_gb": 10, "license_type": "BasePrice"}, "445.62"),  # 730 × 0.60886 + 1.15
        ({"sku_name": "GP_Gen5_8", "max_size_gb": 10, "license_type": "BasePrice"}, "890.09"),
        ({"sku_name": "GP_Gen5_4", "max_size_gb": 10}, "737.52"),  # with 4 × 730 × 0.099966 for the licence
        ({"sku_name": "HS_Gen5_2", "max_size_gb": 10}, "269.18"),
        ({"sku_name": "GP_Gen5_4", "max_size_gb": 10, "license_type": "BasePrice", "zone_redundant": True}, "713.45"),
    ],
)
def test_databases_by_size(values: dict[str, Any], month: str) -> None:
    assert baseline(bill_of("azurerm_mssql_database", values, region="eastus")) == Decimal(month)


def test_a_serverless_database_by_the_vcore_hour() -> None:
    bill = bill_of("azurerm_mssql_database", {"sku_name": "GP_S_Gen5_2"}, {"monthly_vcore_hours": 100}, region="eastus")
    assert by_usage(bill) == Decimal("52.00")
    assert baseline(bill) == Decimal("0.58")  # 5 GB where nothing is said


@pytest.mark.parametrize(("kind", "month"), [("Geo", "20.00"), ("Local", "10.00"), ("Zone", "10.00")])
def test_backups_by_where_they_are_kept(kind: str, month: str) -> None:
    values = {"sku_name": "S3", "storage_account_type": kind}
    assert by_usage(bill_of("azurerm_mssql_database", values, {"backup_storage_gb": 100})) == Decimal(month)


def test_backups_for_long_are_assumed_where_there_is_a_policy() -> None:
    values = {"sku_name": "S3", "long_term_retention_policy": [{"weekly_retention": "P1W"}]}
    assert "Long-term retention (RA-GRS)" in lines(bill_of("azurerm_mssql_database", values, assume="medium"))
    assert len(bill_of("azurerm_mssql_database", {"sku_name": "S3"}, assume="medium").components) == 2


def test_a_database_in_a_pool_is_billed_with_it() -> None:
    assert bill_of("azurerm_mssql_database", {"elastic_pool_id": "/pool"}).cost() is None


def test_a_size_that_is_not_listed_is_said() -> None:
    assert bill_of("azurerm_mssql_database", {"sku_name": "BC_X9_4"}, region="eastus").missing == [
        "no price for Compute (provisioned, BC_X9_4) in eastus"
    ]


@pytest.mark.parametrize(
    ("type_", "values", "line", "quantity"),
    [
        ("azurerm_postgresql_flexible_server", {"storage_mb": 65536}, "Storage", 64),
        ("azurerm_postgresql_flexible_server", {"high_availability": [{"mode": "SameZone"}]}, "Storage", 64),
        ("azurerm_mysql_flexible_server", {}, "Storage", 20),
        ("azurerm_mysql_flexible_server", {"storage": [{"size_gb": 50, "iops": 700}]}, "Additional IOPS", 340),
        ("azurerm_mysql_flexible_server", {"storage": [{"size_gb": 50, "iops": 360}]}, "Storage", 50),
    ],
)
def test_flexible_servers(type_: str, values: dict[str, Any], line: str, quantity: int) -> None:
    bill = bill_of(type_, {"sku_name": "GP_Standard_D2ads_v5"} | values, region="eastus")
    assert lines(bill)[line][0] == quantity


def test_a_flexible_server_of_another_size_goes_by_the_vcore() -> None:
    bill = bill_of("azurerm_postgresql_flexible_server", {"sku_name": "GP_Standard_D8ds_v5"}, region="eastus")
    assert lines(bill)["Compute (GP_Standard_D8ds_v5)"][1] == Decimal("0.812")  # 4 × 0.203
    assert "Compute (GP_Standard_D8ds_v5)" in estimated(bill)
    other = bill_of("azurerm_postgresql_flexible_server", {"sku_name": "GP_Standard_Q8"}, region="eastus")
    assert other.missing == ["no price for Compute (GP_Standard_Q8) in eastus"]


@pytest.mark.parametrize(
    ("values", "nodes", "month"),
    [
        ({"sku_name": "Basic", "family": "C", "capacity": 4}, 1, "153.30"),
        ({"sku_name": "Standard", "family": "C", "capacity": 3}, 2, "328.50"),
        ({"sku_name": "Premium", "family": "P", "capacity": 1, "shard_count": 3}, 6, "1213.26"),
        ({"sku_name": "Premium", "family": "P", "capacity": 1, "replicas_per_primary": 2}, 3, "606.63"),
    ],
)
def test_caches_by_node(values: dict[str, Any], nodes: int, month: str) -> None:
    bill = bill_of("azurerm_redis_cache", values, region="eastus")
    assert baseline(bill) == Decimal(month)
    assert next(iter(lines(bill).values()))[0] == nodes
