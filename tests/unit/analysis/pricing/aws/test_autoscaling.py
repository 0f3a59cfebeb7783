from decimal import Decimal
from typing import Any

import pytest

from app.domain.planned import PlannedResource
from tests.unit.analysis.pricing.bills import bill_of, lines

NAME = "Instance usage (Linux/UNIX, on-demand, {})"
PLACE = "aws_launch_template.t > "
ROOT = "root_block_device > Storage (general purpose SSD, gp2)"


def template(**values: Any) -> PlannedResource:
    return PlannedResource(
        "aws_launch_template.t", "aws_launch_template", "t", values={"instance_type": "m5.large"} | values
    )


REFERENCES = {"launch_template.id": ("aws_launch_template.t",)}
MIXED_REFERENCES = {
    "mixed_instances_policy.launch_template.launch_template_specification.launch_template_id": (
        "aws_launch_template.t",
    )
}


@pytest.mark.parametrize(
    ("values", "use", "count"),
    [
        ({"desired_capacity": 3, "min_size": 1}, {}, 3),
        ({"min_size": 2}, {}, 2),
        ({"desired_capacity": 0, "min_size": 0}, {}, 0),
        ({"desired_capacity": 3}, {"instances": 5}, 5),
        ({"desired_capacity": 1_000_000}, {}, 1_000_000),
    ],
)
def test_as_many_as_wanted(values: dict[str, int], use: dict[str, int], count: int) -> None:
    bill = bill_of("aws_autoscaling_group", values, use, others=(template(),), references=REFERENCES)
    assert lines(bill) == {
        PLACE + NAME.format("m5.large"): (730 * count, Decimal("0.096")), PLACE + ROOT: (8 * count, Decimal("0.1")),
    }  # fmt: skip
    assert bill.size == f"{count} × m5.large"


@pytest.mark.parametrize("wrong", [-1, "many"])
def test_a_count_that_is_none(wrong: object) -> None:
    bill = bill_of("aws_autoscaling_group", {"desired_capacity": wrong}, others=(template(),), references=REFERENCES)
    assert bill.components == []
    assert bill.missing[0].startswith("desired_capacity is n")


def test_without_what_describes_the_machines() -> None:
    bill = bill_of("aws_autoscaling_group", {"min_size": 1, "launch_configuration": "elsewhere"})
    assert bill.missing == ["its launch template or configuration is not in the plan"]
    without = template(instance_type=None)
    bill = bill_of("aws_autoscaling_group", {"min_size": 1}, others=(without,), references=REFERENCES)
    assert bill.missing == ["the instance type is not told"]


@pytest.mark.parametrize(
    ("policy", "kind", "on_demand", "spot"),
    [
        ({}, "m5.large", 4, 0),
        ({"override": [{"instance_type": "t3.large"}, {"instance_type": "t3.small"}]}, "t3.large", 4, 0),
        ({"override": [{"instance_type": "t3.large", "weighted_capacity": "3"}]}, "t3.large", 2, 0),
        (
            {"distribution": {"on_demand_base_capacity": 1, "on_demand_percentage_above_base_capacity": 50}},
            "m5.large",
            3,
            1,
        ),
        ({"distribution": {"on_demand_percentage_above_base_capacity": 0}}, "m5.large", 0, 4),
    ],
)
def test_mixed_groups(policy: dict[str, Any], kind: str, on_demand: int, spot: int) -> None:
    mixed = {
        "launch_template": [{"override": policy.get("override", [])}],
        "instances_distribution": [policy["distribution"]] if "distribution" in policy else [],
    }
    values = {"desired_capacity": 4, "mixed_instances_policy": [mixed]}
    bill = bill_of("aws_autoscaling_group", values, others=(template(),), references=MIXED_REFERENCES)
    machines = lines(bill).get(PLACE + NAME.format(kind), (0, None))[0]
    assert machines == 730 * on_demand
    assert [why.partition(",")[0] for why in bill.missing] == (
        [f"the spot price of {kind} is not known"] if spot else []
    )


def test_a_launch_configuration_is_monitored_unless_it_says_no() -> None:
    plain = PlannedResource(
        "aws_launch_configuration.c", "aws_launch_configuration", "c", values={"instance_type": "t2.micro"}
    )
    bill = bill_of(
        "aws_autoscaling_group", {"min_size": 2}, others=(plain,),
        references={"launch_configuration": ("aws_launch_configuration.c",)},
    )  # fmt: skip
    assert lines(bill)["aws_launch_configuration.c > EC2 detailed monitoring"] == (14, Decimal("0.3"))


@pytest.mark.parametrize(
    ("values", "use", "expected"),
    [
        ({}, {}, {NAME.format("t3.medium"): 1460, "Storage (general purpose SSD, gp2)": 40}),
        (
            {"instance_types": ["m5.xlarge", "m5.large"], "disk_size": 100}, {},
            {NAME.format("m5.xlarge"): 1460, "Storage (general purpose SSD, gp2)": 200},
        ),
        (
            {"ami_type": "WINDOWS_CORE_2022_x86_64"}, {},
            {"Instance usage (Windows, on-demand, t3.medium)": 1460, "Storage (general purpose SSD, gp2)": 100},
        ),
        ({}, {"instances": 7}, {NAME.format("t3.medium"): 5110, "Storage (general purpose SSD, gp2)": 140}),
    ],
)  # fmt: skip
def test_node_groups(values: dict[str, Any], use: dict[str, int], expected: dict[str, int]) -> None:
    scaling = {"scaling_config": [{"desired_size": 2, "min_size": 1, "max_size": 9}]}
    bill = bill_of("aws_eks_node_group", scaling | values, use)
    assert {name: quantity for name, (quantity, _) in lines(bill).items()} == expected


def test_node_groups_with_a_template_and_on_spot() -> None:
    scaling = {"scaling_config": [{"desired_size": 2}], "capacity_type": "SPOT", "launch_template": [{"version": "1"}]}
    bill = bill_of("aws_eks_node_group", scaling, others=(template(),), references=REFERENCES)
    assert set(lines(bill)) == {PLACE + ROOT}
    assert bill.missing == ["the spot price of m5.large is not known, at most 140.16 USD a month as on demand"]
    elsewhere = bill_of("aws_eks_node_group", scaling)
    assert elsewhere.missing == ["its launch template is not in the plan"]


@pytest.mark.parametrize("type_", ["aws_launch_template", "aws_launch_configuration"])
def test_descriptions_are_billed_with_their_groups(type_: str) -> None:
    bill = bill_of(type_, {"instance_type": "m5.24xlarge"})
    assert bill.costs_nothing
    assert bill.cost() is None
