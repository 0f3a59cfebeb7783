"""Notes and award emoji."""

from typing import Any

import pytest
import responses

from app.forges.gitlab.errors import Refused
from app.forges.gitlab.host import GitLabForge
from tests.unit.forges.gitlab.conftest import PROJECT, sent

MARK = "agents key=living "
BODY = "<!-- agents key=living run=1 -->\ntext"
NOTES = f"{PROJECT}/issues/3/notes"


def note(identity: int, body: str = BODY, author: str = "bot") -> dict[str, Any]:
    return {"id": identity, "body": body, "author": {"username": author}, "system": False}


def test_a_comment_that_is_right_costs_no_write(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    answers.get(f"{NOTES}/5", json=note(5))
    assert forge.ensure_comment(3, False, MARK, BODY, known="5") == "5"
    assert len(answers.calls) == 1


def test_a_known_id_that_is_another_s_is_not_believed(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    answers.get(f"{NOTES}/5", json=note(5, author="ada"))
    answers.get(NOTES, json=[note(4, "other"), note(6)])
    assert forge.comment(3, False, MARK, known="5") == ("6", BODY)


def test_one_that_is_removed_while_we_write_is_made_anew(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    answers.get(NOTES, json=[note(5, BODY + "old")])
    answers.put(f"{NOTES}/5", status=404)
    answers.post(NOTES, json=note(9))
    assert forge.ensure_comment(3, False, MARK, BODY) == "9"


def test_doubles_go(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    answers.get(NOTES, json=[note(5), note(6), note(7, author="ada"), note(8)])
    answers.delete(f"{NOTES}/6", status=204)
    answers.delete(f"{NOTES}/8", status=404)
    assert forge.ensure_comment(3, False, MARK, BODY) == "5"
    assert [call.request.url for call in answers.calls if call.request.method == "DELETE"] == [
        f"{NOTES}/6",
        f"{NOTES}/8",
    ]


def test_a_reaction_that_somebody_else_gave_is_given_again(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    awards = f"{NOTES}/5/award_emoji"
    answers.get(awards, json=[{"name": "eyes", "user": {"username": "ada"}}])
    answers.post(awards, json={"id": 1})
    forge.ensure_reaction(3, False, "5", "eyes")
    assert sent(answers, "POST") == [{"name": "eyes"}]


def test_a_reaction_that_is_said_to_be_there(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    awards = f"{PROJECT}/merge_requests/3/award_emoji"
    answers.get(awards, json=[])
    answers.post(awards, status=404, json={"message": "404 Award Emoji Name has already been taken Not Found"})
    answers.get(awards, json=[{"name": "eyes", "user": {"username": "bot"}}])
    forge.ensure_reaction(3, True, "", "eyes")


def test_a_reaction_that_cannot_be_given(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    awards = f"{PROJECT}/merge_requests/3/award_emoji"
    answers.get(awards, json=[])
    answers.post(awards, status=403, json={"message": "403 Forbidden"})
    with pytest.raises(Refused, match="403"):
        forge.ensure_reaction(3, True, "", "eyes")
