"""Counting controls."""

from app.domain.compliance import Assessment, ControlResult


def test_controls_are_counted_by_how_they_stand() -> None:
    controls = (
        ControlResult("A", "a", "covered"),
        ControlResult("B", "b", "failing", ("R",), ("f",)),
        ControlResult("C", "c", "failing"),
    )
    assessment = Assessment("hipaa", "HIPAA", controls)
    assert [assessment.count(s) for s in ("covered", "failing", "not_assessable")] == [1, 2, 0]  # type: ignore[arg-type]
