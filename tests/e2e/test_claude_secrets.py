"""Of secrets planted in an issue and a repository none is in any request to the model, nor in what is kept of them."""

import re

import pytest

from app.domain.redaction import MARK
from tests.builders import git_repository
from tests.e2e import claude_scripts as scripts
from tests.e2e.agents import answer
from tests.e2e.claude_desk import RECORDING, environment
from tests.e2e.claude_secrets import ISSUE, Planted, files, issue, pieces, planted
from tests.fakes.messages_api import KEY, Answer, Json, Stub, calls, results

PLANTED = planted()
AT_ONCE = 12
READABLE = sorted({one.path for one in PLANTED if one.path != ISSUE and one.secret not in one.path})


def curious(request: Json, turn: int) -> Answer:
    """Lists, reads and searches everything, then answers."""
    paths = READABLE[AT_ONCE * turn : AT_ONCE * (turn + 1)]
    if paths:
        looks = [("list_files", {"glob": "**"}), ("search_files", {"text": "password"})] if turn == 0 else []
        return calls(*looks, *(("read_file", {"path": path}) for path in paths))
    return scripts.submit(scripts.DESIGN)


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, list[str]]:
    """What the stub was sent, what was recorded and reported, and what the tools answered."""
    place = tmp_path_factory.mktemp("secrets")
    repo = git_repository(place / "repo", files())
    text = place / "issue.md"
    text.write_text(issue(scripts.ISSUE), "utf-8")
    with Stub(scripts.by_task(design=curious, write=curious)) as stub:
        given = environment(stub, AGENTS_DATA_DIR=str(place / "data"))
        record = answer("run", text, "--repo", repo, "--report-dir", place / "report", environment=given)
    assert stub.refused == []
    assert record["reasoner"]["requests"] == len(stub.seen)
    requests = "\n".join(seen.raw.decode() for seen in stub.seen)
    kept = "\n".join(path.read_text("utf-8") for path in (place / "report").iterdir())
    assert (place / "report" / RECORDING).is_file()
    return requests, kept, [told for body in stub.bodies for _, told, _ in results(body)]


@pytest.mark.parametrize("one", PLANTED, ids=lambda one: one.kind)
def test_a_planted_secret_stays_here(one: Planted, sent: tuple[str, str, list[str]]) -> None:
    requests, kept, _ = sent
    assert [piece for piece in pieces(one.secret) if piece in requests] == []
    assert [piece for piece in pieces(one.secret) if piece in kept] == []


def test_all_of_it_was_read(sent: tuple[str, str, list[str]]) -> None:
    """Else there was nothing to take out."""
    _, _, answers = sent
    read = {told for told in answers if re.match(r'<data what="file ', told)}
    assert len(read) == len(READABLE)
    assert sum(MARK in told for told in read) >= len(READABLE) - 2
    assert len(PLANTED) >= 30


def test_the_key_is_in_a_header_and_nowhere_else(sent: tuple[str, str, list[str]]) -> None:
    requests, kept, _ = sent
    assert KEY not in requests
    assert KEY not in kept
