"""Next commands."""

import pytest

from app.domain.job import RunStatus
from app.reports.offers import fitting, shown_offers
from app.reports.phrases import ENGLISH, SPANISH


def names(status: RunStatus, **state: bool) -> list[str]:
    facts = {"on_pull_request": True, "generated": False, "fork": False, "findings": False} | state
    return [line.split()[1] for line in fitting(status, ENGLISH, **facts)]


@pytest.mark.parametrize(
    ("status", "state", "expected"),
    [
        ("queued", {}, ["status", "cancel"]),
        ("running", {"findings": True}, ["status", "cancel"]),
        ("done", {}, ["review", "explain"]),
        ("failed", {"findings": True}, ["fix", "review", "explain"]),
        ("failed", {"findings": True, "fork": True}, ["review", "explain"]),
        ("done", {"savings": True}, ["fix", "review", "explain"]),
        ("done", {"savings": True, "fork": True}, ["review", "explain"]),
        ("done", {"savings": True, "on_pull_request": False, "generated": True}, ["revise", "explain"]),
        ("done", {"generated": True}, ["revise", "review", "explain"]),
        ("done", {"on_pull_request": False, "generated": True}, ["revise", "explain"]),
        ("failed", {"on_pull_request": False, "findings": True}, ["revise", "run", "explain"]),
        ("refused", {}, ["review", "explain", "help"]),
    ],
)
def test_what_fits(status: RunStatus, state: dict[str, bool], expected: list[str]) -> None:
    assert names(status, **state) == expected


def test_who_may_comes_from_the_catalogue() -> None:
    offers = shown_offers(("/agents fix", "/agents REVIEW", "/agents nonsense", "", "/agents help"), ENGLISH)
    assert [(offer.command, offer.who) for offer in offers] == [
        ("/agents fix", "write access or more"),
        ("/agents REVIEW", "triage access or more"),
        ("/agents help", "everyone"),
    ]


def test_applying_savings_is_told_apart_from_repairs() -> None:
    fix, save = shown_offers(("/agents fix", "/agents fix --savings"), ENGLISH)
    assert fix.does != save.does
    assert fix.who == save.who


@pytest.mark.parametrize("status", ["queued", "done", "failed", "refused", "cancelled"])
@pytest.mark.parametrize("on_pull_request", [True, False])
def test_every_offer_can_be_told_in_every_language(status: RunStatus, on_pull_request: bool) -> None:
    for words in (ENGLISH, SPANISH):
        lines = fitting(
            status, words, on_pull_request=on_pull_request, generated=True, fork=False, findings=True, savings=True
        )
        assert len(shown_offers(lines, words)) == len(lines)
