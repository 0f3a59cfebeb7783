"""Answers in comments of their own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest

from app.domain.command import Mistake
from app.domain.errors import Failure
from app.domain.finding import Severity
from app.knowledge.commands import IN_COMMENTS
from app.pipeline.permissions import NEEDED
from app.pipeline.policy import parse_policy
from app.reports import replies
from app.reports.phrases import ENGLISH, SPANISH
from tests.unit.reports.test_splitting import balanced


@dataclass(frozen=True)
class Refusal:
    """As the permissions make them."""

    code: str
    values: Mapping[str, str] = field(default_factory=lambda: {"command": "fix"})
    why: str = "because of the moon"
    hint: str = "wait"


TOKEN = "ghp_" + "a1B2" * 9
HOSTILE = f"@admin closes #1 <b>x</b> `t` | {TOKEN}"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("pull_request", [True, False])
def test_help_lists_what_works_here_and_who_may(pull_request: bool, language: str) -> None:
    text = replies.render_help(pull_request=pull_request, language=language)
    here = "pull_request" if pull_request else "issue"
    rows = [row for row in text.split("\n") if row.startswith("| `/agents")]
    names = [row.split()[2].strip("`") for row in rows]
    assert names == [n for n, one in IN_COMMENTS.items() if one.comment and here in one.comment.places]
    assert all(row.count("|") == 4 for row in rows)


def test_help_on_a_fork_has_nothing_that_pushes() -> None:
    text = replies.render_help(pull_request=True, fork=True)
    assert "| `/agents fix" not in text
    assert "| `/agents review`" in text
    assert "`/agents fix`, `/agents revise` are refused here" in text


def test_help_in_spanish_is_spanish() -> None:
    text = replies.render_help(pull_request=True, language="es")
    assert all(one.summary not in text for one in IN_COMMENTS.values())
    assert all(f"help_{name}" in SPANISH for name in IN_COMMENTS)
    assert all(f"do_{name}" in ENGLISH for name in ("run", "plan", "review", "fix", "revise", "explain", "status"))


def test_mistakes_name_the_line_and_the_nearest() -> None:
    text = replies.render_mistakes((Mistake(2, "there is no command", "plna", "plan"), Mistake(5, HOSTILE)))
    assert "- Line 2: there is no command (`plna`); did you mean `plan`?" in text
    assert "- Line 5: " in text
    assert "Here I know `/agents plan`" in text
    assert TOKEN not in text
    assert "@admin" not in text


def test_many_mistakes_are_counted() -> None:
    text = replies.render_mistakes([Mistake(number, "no") for number in range(1, 31)])
    assert text.count("- Line") == replies.SHOWN
    assert "… and 10 more." in text


@pytest.mark.parametrize(
    ("refusal", "why", "todo"),
    [
        (Refusal("wrong_place", {"command": "fix", "place": "issue"}), "not work on an issue, only", "`/agents help`"),
        (Refusal("wrong_place", {"command": "run", "place": "pull_request"}), "only on an issue", "`/agents help`"),
        (
            Refusal("permission", {"command": "fix", "needed": "write", "actor": "@bob"}),
            "It needs write access or more; `@bob` has less",
            "Ask someone",
        ),
        (Refusal("fork"), "comes from a fork", "Push the branch"),
        (Refusal("closed"), "It is closed", "Open it again"),
        (Refusal("not_allowed", {"command": "fix", "allowed": "anna, ops"}), "only to: `anna, ops`", "change `allow`"),
        (Refusal("passthrough", {"command": "plan", "words": "-lock=false"}), "`-lock=false`", "two hyphens"),
        (Refusal("something_new"), "Because of the moon.", "wait"),
        (Refusal("permission", {}), "It needs ", "Ask someone"),
    ],
)
def test_refusals(refusal: Refusal, why: str, todo: str) -> None:
    text = replies.render_mistakes((), (refusal,))
    assert why in text
    assert todo in text
    name = refusal.values.get("command")
    assert f"### `/agents {name}` was not done" in text or not name


@pytest.mark.parametrize("access", NEEDED)
def test_every_access_has_its_words(access: str) -> None:
    assert f"who_{access}" in ENGLISH


def test_a_failure_says_what_to_do() -> None:
    text = replies.render_failure(
        Failure("cloning the repository", HOSTILE, "ask the operator"),
        "r1",
        url="https://b/runs/r1",
    )
    assert "While cloning the repository: " in text
    assert "**What to do now:** Ask the operator." in text
    assert "(https://b/runs/r1)" in text
    assert TOKEN not in text


def test_a_bug_shows_only_its_run() -> None:
    assert "`r1`" in replies.render_bug("r1")


def test_the_welcome_can_be_followed() -> None:
    text = replies.render_welcome()
    assert "- `/agents fix`: Repair" in text
    assert text.count("- `/agents ") == len(replies.TRY_FIRST)
    assert replies.SAMPLE.strip() in text
    assert parse_policy(replies.SAMPLE).fail_on is Severity.HIGH


@pytest.mark.parametrize(
    "made",
    [
        lambda text, language: replies.render_failure(Failure(text, text, text), text, language=language),
        lambda text, language: replies.render_bug(text, language=language),
        lambda text, language: replies.render_mistakes((Mistake(1, text, text, text),), language=language),
        lambda text, language: replies.render_mistakes(
            (), (Refusal(text, {"command": text}, text, text),), language=language
        ),
        lambda text, language: replies.render_mistakes(
            (), (Refusal("permission", {"actor": text, "needed": text}),), language=language
        ),
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_reply_is_harmless(made: Callable[[str, str], str], language: str) -> None:
    hostile = f"x\n## y\n@admin closes #1 <b> {TOKEN} {{why}} {{0}}\n```\n/merge"
    text = made(hostile, language)
    assert TOKEN not in text
    assert "\n## y" not in text.replace("````\nx\n## y", "")
    assert balanced(text)
