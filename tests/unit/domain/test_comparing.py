"""Values of two plans that differ only by what a deployment drew."""

from app.domain.comparing import BLANK, comparable
from app.domain.planned import Planned, PlannedResource

GATE, OTHER = "nat-0123456789abcdef0", "nat-fedcba9876543210f"


def planned(first: str, second: str) -> Planned:
    gates = [
        PlannedResource(f"aws_nat_gateway.main[{number}]", "aws_nat_gateway", "main", values={"id": one})
        for number, one in enumerate((first, second))
    ]
    route = PlannedResource(
        "aws_route.out", "aws_route", "out", values={"gate": [first], "policy": f'{{"a": "{second}/x"}}'}, unknown={}
    )
    data = PlannedResource("data.aws_x.y", "aws_x", "y", mode="data", values={"id": "1"})
    return Planned(".", (*gates, route, data))


def test_equal_resources_may_have_their_ids_in_any_order() -> None:
    found = comparable(planned(GATE, OTHER))
    assert found == comparable(planned(OTHER, GATE))
    assert found["aws_route.out"] == {"gate": ["aws_nat_gateway.main"], "policy": '{"a": "aws_nat_gateway.main/x"}'}
    assert "data.aws_x.y" not in found


def test_a_foreign_id_stays_unless_only_the_deployment_told_it() -> None:
    values = {"ami": "ami-0123456789abcdef0", "host": "db.cjn47vx57cba.eu-west-1.rds.amazonaws.com", "n": 1}
    one = PlannedResource("aws_x.y", "aws_x", "y", values=values, unknown={"host": True})
    assert comparable(Planned(".", (one,)))["aws_x.y"] == {
        "ami": "ami-0123456789abcdef0",
        "host": f"db.{BLANK}.eu-west-1.rds.amazonaws.com",
        "n": 1,
    }
