from decimal import Decimal

from tests.unit.analysis.pricing.bills import bill_of, by_usage, lines

EXPRESS = {"type": "EXPRESS"}


def test_standard_workflows_cost_by_transition() -> None:
    assert by_usage(bill_of("aws_sfn_state_machine", {}, {"monthly_transitions": 100_000})) == Decimal("2.50")


def test_express_workflows_in_tiers() -> None:
    # 8.64G × 0.1 s × 64 MB = 15,000 GB-hours
    use = {"monthly_requests": 8_640_000_000, "workflow_duration_ms": 10, "memory_mb": 1}
    found = lines(bill_of("aws_sfn_state_machine", EXPRESS, use))
    assert {name: quantity for name, (quantity, _) in found.items()} == {
        "Requests": 8640,
        "Duration (first 1K)": 1000,
        "Duration (next 4K)": 4000,
        "Duration (over 5K)": 10_000,
    }


def test_without_a_duration_only_requests_are_charged() -> None:
    bill = bill_of("aws_sfn_state_machine", EXPRESS, {"monthly_requests": 1_000_000})
    assert list(lines(bill)) == ["Requests"]
    assert bill.use_unknown
