"""Counting controls."""

from app.domain.compliance import STANDINGS, Assessment, ControlResult


def test_controls_are_counted_by_how_they_stand() -> None:
    controls = (
        ControlResult("A", "a", "covered"),
        ControlResult("B", "b", "failing", ("R",), ("f",)),
        ControlResult("C", "c", "failing"),
    )
    assessment = Assessment("hipaa", "HIPAA", controls)
    assert [assessment.count(standing) for standing in STANDINGS] == [2, 1, 0]
