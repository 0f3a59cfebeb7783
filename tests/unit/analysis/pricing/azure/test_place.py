from dataclasses import replace

from app.analysis.pricing.azure.place import stands_with
from tests.unit.analysis.pricing.bills import bill_of, other


def test_a_resource_without_a_location_stands_where_its_owner_does() -> None:
    server = replace(other("azurerm_mssql_server"), region="westeurope")
    references = {"server_id": ("azurerm_mssql_server.that",)}
    bill = bill_of("azurerm_mssql_database", {}, region="", others=[server], references=references)
    bill.region = "eastus"
    stands_with(bill, "server_id")
    assert bill.region == "westeurope"
    stands_with(bill, "elastic_pool_id")
    assert bill.region == "westeurope"
