from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, lines, other

POOL = {"vm_size": "Standard_D4s_v5", "node_count": 2}


@pytest.mark.parametrize(
    ("values", "month"),
    [
        ({}, "319.74"),  # 2 × (730 × 0.192 + 19.71)
        ({"sku_tier": "Standard"}, "392.74"),
        ({"http_application_routing_enabled": True}, "320.24"),
    ],
)
def test_a_cluster_and_its_first_pool(values: dict[str, Any], month: str) -> None:
    bill = bill_of("azurerm_kubernetes_cluster", {"default_node_pool": [POOL]} | values, region="eastus")
    assert baseline(bill) == Decimal(month)


@pytest.mark.parametrize(
    ("values", "nodes", "disks"),
    [
        ({"node_count": 4}, 4, 1),
        ({"min_count": 3, "max_count": 9}, 3, 1),
        ({}, 1, 1),
        ({"node_count": 2, "os_disk_type": "Ephemeral"}, 2, 0),
    ],
)
def test_nodes_of_a_pool(values: dict[str, Any], nodes: int, disks: int) -> None:
    bill = bill_of("azurerm_kubernetes_cluster_node_pool", {"vm_size": "Standard_D4s_v5"} | values, region="eastus")
    hours, *rest = lines(bill).values()
    assert hours[0] == 730 * nodes
    assert len(rest) == disks


def test_a_pool_stands_with_its_cluster() -> None:
    owner = replace(other("azurerm_kubernetes_cluster"), region="westeurope")
    references = {"kubernetes_cluster_id": ("azurerm_kubernetes_cluster.that",)}
    bill = bill_of("azurerm_kubernetes_cluster_node_pool", POOL, region="eastus", others=[owner], references=references)
    assert bill.region == "westeurope"
    assert next(iter(lines(bill).values()))[1] > Decimal("0.192")


@pytest.mark.parametrize(
    ("type_", "values", "why"),
    [
        ("azurerm_kubernetes_cluster", {"sku_tier": "Premium"}, "no price for the Premium tier"),
        ("azurerm_kubernetes_cluster_node_pool", {"priority": "Spot"}, "what spot nodes cost changes with supply"),
    ],
)
def test_what_has_no_price_is_said(type_: str, values: dict[str, Any], why: str) -> None:
    assert bill_of(type_, values, region="eastus").missing == [why]
