from decimal import Decimal

from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, estimated

FROM = "monthly_outbound_from_region_to_dx_connection_location"


def test_a_port_and_what_leaves_a_region() -> None:
    use = {FROM: {"us_east_1": 200, "eu_west_1": 100}}
    bill = bill_of("aws_dx_connection", {"bandwidth": "1Gbps", "location": "EqDC2"}, use)
    assert baseline(bill) == Decimal("219.00")
    assert by_usage(bill) == Decimal("6.82")  # 200 × 0.02 + 100 × 0.0282
    assert not estimated(bill)


def test_a_port_elsewhere_is_estimated() -> None:
    bill = bill_of("aws_dx_connection", {"bandwidth": "1Gbps", "location": "EqLD5"})
    assert estimated(bill) == {"DX connection"}


def test_what_has_no_price_is_said() -> None:
    bill = bill_of("aws_dx_connection", {"bandwidth": "10Gbps", "location": "EqDC2"}, {FROM: {"eu_west_2": 5}})
    assert bill.missing == [
        "no price for a 10Gbps port",
        "no price for Outbound data transfer (from eu-west-2, to EqDC2) in EqDC2",
    ]
    hosted = bill_of("aws_dx_connection", {"bandwidth": "1Gbps"}, {"dx_connection_type": "hosted"})
    assert hosted.missing == ["no price for a 1Gbps port"]
