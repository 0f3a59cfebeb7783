"""Who thinks, and when nobody may: keys, consent, budgets, recordings, replays."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from app.bootstrap.parts import Parts
from app.bootstrap.store import open_store
from app.bootstrap.thinking import RECORDING, job_reasoning, reasoning, repository_name, service_reasoning
from app.domain.errors import UsageFailure
from app.domain.policy import Policy, ReasonerPolicy
from app.domain.thought import Thought
from app.pipeline.thinking import Begun, Offline, Reasoning
from app.reasoning.base import Data, Task, Verdict
from app.settings import Settings
from app.stores.store import Store
from tests.fakes.messages_api import KEY, Stub, call
from tests.unit.stores.spent import spent

WEB = "github/acme/web"
ASKING = Policy(reasoner=ReasonerPolicy("claude"))


class Word(BaseModel):
    """The answer."""

    word: str


@pytest.fixture
def stub() -> Iterator[Stub]:
    with Stub(lambda _: call("submit", {"word": "yes"})) as one:
        yield one


def parts_with(folder: Path, stub: Stub | None = None, **more: Any) -> Parts:
    given: dict[str, Any] = {"data_dir": folder / "data", "cache_dir": folder / "cache"}
    if stub:
        given |= {"anthropic_api_key": KEY, "anthropic_base_url": stub.url}
    return Parts(Settings.model_validate(given | more))


def task(heard: list[str], question: str = "is it so?") -> Task[Word]:
    def accept(answer: Word) -> Verdict:
        heard.append(answer.word)
        return Verdict(done=True)

    return Task("architect", "design", "Answer in a word.", (Data("the question", question),), Word, accept)


def begun(one: Reasoning, folder: Path, policy: Policy | None = None, run: str = "r1") -> Begun:
    return one.begin(run, WEB, policy or Policy(), folder)


def asked(one: Reasoning, folder: Path, policy: Policy | None = None) -> tuple[Thought, list[str]]:
    heard: list[str] = []
    thinker = begun(one, folder, policy).thinker
    assert thinker is not None
    return thinker.think(task(heard)), heard


# -- a terminal --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "key", "setting"),
    [("auto", "", "auto"), ("auto", KEY, "offline"), ("offline", KEY, "auto"), ("offline", "", "claude")],
)
def test_nobody_is_asked(tmp_path: Path, option: str, key: str, setting: str) -> None:
    parts = parts_with(tmp_path, anthropic_api_key=key, reasoner=setting)
    with reasoning(parts, option, tmp_path / "reports") as one:
        assert (one.asked, one.hopeful) == (setting if option == "auto" else option, False)
        assert begun(one, tmp_path) == Begun()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("option", "setting"), [("claude", "auto"), ("auto", "claude")])
def test_claude_without_a_key_is_a_mistake(tmp_path: Path, option: str, setting: str) -> None:
    parts = parts_with(tmp_path, reasoner=setting)
    with pytest.raises(UsageFailure, match="needs a key"), reasoning(parts, option, tmp_path):
        pass


@pytest.mark.parametrize(("option", "setting"), [("claude", "auto"), ("auto", "claude")])
@pytest.mark.parametrize(
    ("more", "wrong"),
    [({"model": "claude-sonet-5-5"}, "what claude-sonet-5-5 costs"), ({"temperature": 0.5}, "takes no temperature")],
)
def test_claude_by_its_name_and_unlike_it_is_a_mistake(
    tmp_path: Path, stub: Stub, option: str, setting: str, more: dict[str, Any], wrong: str
) -> None:
    parts = parts_with(tmp_path, stub, reasoner=setting, **more)
    with pytest.raises(UsageFailure, match=wrong) as failed, reasoning(parts, option, tmp_path / "reports"):
        pass
    assert "AGENTS_" in failed.value.hint
    with reasoning(parts, "offline", tmp_path / "reports") as one:
        assert not one.hopeful


def test_a_key_is_enough_in_a_terminal(tmp_path: Path, stub: Stub) -> None:
    parts = parts_with(tmp_path, stub)
    with reasoning(parts, "auto", tmp_path / "reports") as one:
        assert (one.asked, one.hopeful) == ("auto", True)
        thought, heard = asked(one, tmp_path)
        again = begun(one, tmp_path)
        assert again.thinker is not None
        again.thinker.think(task(heard, "again?"))
    assert (thought.ended, heard) == ("answered", ["yes", "yes"])
    lines = (tmp_path / "reports" / RECORDING).read_text().splitlines()
    assert len(lines) == 3, "both beginnings write into one recording"
    assert (again.recording, again.replayed) == (str(tmp_path / "reports" / RECORDING), False)
    assert (tmp_path / "reports" / RECORDING).stat().st_mode & 0o777 == 0o600
    assert KEY not in "".join(lines)
    assert {tool["name"] for tool in stub.bodies[0]["tools"]} >= {"submit", "find_services", "read_file", "prices"}
    with open_store(parts.settings) as store:
        assert spent(store, WEB).requests == 2


def test_what_is_begun_and_not_asked_leaves_no_file(tmp_path: Path, stub: Stub) -> None:
    with reasoning(parts_with(tmp_path, stub), "claude", tmp_path / "reports") as one:
        assert begun(one, tmp_path).thinker is not None
    assert not (tmp_path / "reports").exists()
    assert stub.seen == []


@pytest.mark.parametrize(
    ("policy", "settings", "why"),
    [
        (ReasonerPolicy("offline"), {}, "`reasoner: offline` in .agents.yml"),
        (ReasonerPolicy(), {"model": "gpt-9"}, "what gpt-9 costs is not known.*; set AGENTS_MODEL_PRICE=INPUT,OUTPUT"),
        (ReasonerPolicy(), {"temperature": 0.5}, "takes no temperature; unset AGENTS_TEMPERATURE"),
        (ReasonerPolicy(), {"database_url": "sqlite:////proc/no/agents.db"}, "unable to open|No such file"),
    ],
)
def test_why_nobody_is_asked(
    tmp_path: Path, stub: Stub, policy: ReasonerPolicy, settings: dict[str, Any], why: str
) -> None:
    with reasoning(parts_with(tmp_path, stub, **settings), "auto", tmp_path / "reports") as one:
        found = begun(one, tmp_path, Policy(reasoner=policy))
    assert found.thinker is None
    assert re.search(why, found.why), found.why
    assert stub.seen == []


@pytest.mark.parametrize(
    ("operator", "repository", "asks"),
    [("1.00", None, True), ("0.0001", None, False), ("1.00", "0.0001", False), ("0.0001", "5", False)],
)
def test_the_repository_only_lowers_the_operators_limit(
    tmp_path: Path, stub: Stub, operator: str, repository: str | None, asks: bool
) -> None:
    policy = Policy(reasoner=ReasonerPolicy(run=Decimal(repository) if repository else None))
    with reasoning(parts_with(tmp_path, stub, reasoner_usd=operator), "auto", tmp_path) as one:
        thought, _ = asked(one, tmp_path, policy)
    assert thought.ended == ("answered" if asks else "over_budget")
    assert len(stub.seen) == asks


def test_a_months_limit_holds_over_runs(tmp_path: Path, stub: Stub) -> None:
    parts = parts_with(tmp_path, stub)

    def ended(month: Decimal) -> str:
        with reasoning(parts, "auto", tmp_path / "reports") as one:
            return asked(one, tmp_path, Policy(reasoner=ReasonerPolicy(month=month)))[0].ended

    assert ended(Decimal(1)) == "answered"
    with open_store(parts.settings) as store:
        cost = spent(store, WEB).usd
    assert 0 < cost < 1
    assert ended(cost) == "over_budget"
    assert ended(Decimal(1)) == "answered"
    assert len(stub.seen) == 2
    strict = parts_with(tmp_path, stub, reasoner_month_usd=cost)
    with reasoning(strict, "auto", tmp_path / "reports") as one:
        assert asked(one, tmp_path, Policy(reasoner=ReasonerPolicy(month=Decimal(1))))[0].ended == "over_budget"


def test_kept_back_paths_are_not_read(tmp_path: Path, stub: Stub) -> None:
    (tmp_path / "plain.txt").write_text("hello")
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "secret.txt").write_text("the secret plan")
    with reasoning(parts_with(tmp_path, stub), "auto", tmp_path / "reports") as one:
        found = begun(one, tmp_path, Policy(reasoner=ReasonerPolicy(keep_back=("plans/**",))))
    assert found.thinker is not None
    read = next(tool for tool in found.thinker.tools if tool.spec.name == "read_file")
    assert "hello" in read.call({"path": "plain.txt"})
    with pytest.raises(ValueError, match="plans"):
        read.call({"path": "plans/secret.txt"})


# -- a replay ----------------------------------------------------------------------------------------------------------


def test_a_replay_needs_neither_key_nor_network_nor_store(tmp_path: Path, stub: Stub) -> None:
    with reasoning(parts_with(tmp_path / "first", stub), "auto", tmp_path / "reports") as one:
        live, _ = asked(one, tmp_path)
    recording = tmp_path / "reports" / RECORDING
    before = recording.read_bytes()
    with reasoning(parts_with(tmp_path / "second"), "auto", tmp_path / "other", recording) as one:
        assert (one.asked, one.hopeful) == ("auto", True)
        replayed, heard = asked(one, tmp_path)
        again = begun(one, tmp_path)
        assert (again.recording, again.replayed) == (str(recording), True)
    assert (replayed.ended, heard, replayed.usage) == ("answered", ["yes"], live.usage)
    assert len(stub.seen) == 1
    assert not (tmp_path / "second").exists()
    assert not (tmp_path / "other").exists()
    assert recording.read_bytes() == before


@pytest.mark.parametrize(("option", "text", "match"), [("offline", "{}", "asks nobody"), ("auto", "{}", "line 1")])
def test_a_replay_that_cannot_be(tmp_path: Path, option: str, text: str, match: str) -> None:
    (tmp_path / "file").write_text(text)
    with (
        pytest.raises(UsageFailure, match=match),
        reasoning(parts_with(tmp_path), option, tmp_path / "r", tmp_path / "file"),
    ):
        pass


# -- the service -------------------------------------------------------------------------------------------------------


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    one = Store.open(f"sqlite:///{tmp_path / 'service.db'}")
    yield one
    one.close()


@pytest.mark.parametrize(
    ("policy", "asks"),
    [(Policy(), False), (Policy(reasoner=ReasonerPolicy("offline")), False), (ASKING, True)],
)
def test_in_the_service_a_repository_must_ask(
    tmp_path: Path, stub: Stub, store: Store, policy: Policy, asks: bool
) -> None:
    with service_reasoning(parts_with(tmp_path, stub), store, tmp_path / "run", lambda *_: None) as one:
        found = begun(one, tmp_path, policy)
    assert (found.thinker is not None) is asks
    assert bool(found.why) is (policy.reasoner.use == "offline"), "who has not asked is not told"


def test_the_meter_is_told_of_each_task_and_a_crash_pays_nothing_twice(
    tmp_path: Path, stub: Stub, store: Store
) -> None:
    told: list[tuple[str, str]] = []

    def tell(repository: str, thought: Thought) -> None:
        told.append((repository, thought.ended))

    for _ in range(2):  # the second time is a run that is taken up again before its step was kept
        with service_reasoning(parts_with(tmp_path, stub), store, tmp_path / "run", tell) as one:
            thought, heard = asked(one, tmp_path, ASKING)
            assert (thought.ended, heard) == ("answered", ["yes"])
    assert told == [(WEB, "answered")] * 2
    assert len(stub.seen) == 1
    assert spent(store, WEB).requests == 1
    assert (tmp_path / "run" / RECORDING).is_file()


@pytest.mark.parametrize(("step", "seconds"), [(900, 240), (90, 30)])
def test_a_task_of_the_service_leaves_its_step_time_for_the_checks(
    tmp_path: Path, stub: Stub, store: Store, step: float, seconds: float
) -> None:
    parts = parts_with(tmp_path, stub, step_timeout=step)
    with service_reasoning(parts, store, tmp_path / "run", lambda *_: None) as one:
        asked(one, tmp_path, ASKING)
    header = json.loads((tmp_path / "run" / RECORDING).read_text().splitlines()[0])
    assert header["limits"]["seconds"] == seconds


def test_a_service_without_a_key_asks_nobody(tmp_path: Path, store: Store) -> None:
    with service_reasoning(parts_with(tmp_path), store, tmp_path / "run", lambda *_: None) as one:
        assert one == Offline("auto")


# -- a job of CI -------------------------------------------------------------------------------------------------------


def test_a_job_with_a_key_asks(tmp_path: Path, stub: Stub) -> None:
    parts = parts_with(tmp_path, stub)
    with job_reasoning(parts, "r1") as one:
        thought, _ = asked(one, tmp_path)
    assert thought.ended == "answered"
    assert (tmp_path / "data" / "runs" / "r1" / RECORDING).is_file()
    assert not (tmp_path / "data" / "agents.db").exists()


def test_a_job_that_is_given_no_key_says_so(tmp_path: Path) -> None:
    with job_reasoning(parts_with(tmp_path, reasoner="claude"), "r1") as one:
        found = begun(one, tmp_path)
    assert (one.asked, found.thinker) == ("claude", None)
    assert "forks" in found.why


def test_a_job_cannot_keep_a_months_limit(tmp_path: Path, stub: Stub) -> None:
    with job_reasoning(parts_with(tmp_path, stub), "r1") as one:
        found = begun(one, tmp_path, Policy(reasoner=ReasonerPolicy("claude", month=Decimal(20))))
    assert (found.thinker, "month" in found.why) == (None, True)


# -- the rest ----------------------------------------------------------------------------------------------------------


def test_everything_is_closed_at_the_end(tmp_path: Path, stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[str] = []

    def close(store: Store) -> None:
        ended.append("store")
        store.engine.dispose()

    monkeypatch.setattr("app.reasoning.claude.ClaudeModel.close", lambda _: ended.append("model"))
    monkeypatch.setattr("app.stores.store.Store.close", close)

    def interrupted() -> None:
        with reasoning(parts_with(tmp_path, stub), "auto", tmp_path / "r") as one:
            assert begun(one, tmp_path).thinker is not None
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert ended == ["store", "model"]


def test_a_repository_in_a_terminal_is_named_by_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert repository_name(Path()) == str(tmp_path.resolve())


def test_nothing_of_it_is_loaded_where_nobody_is_asked() -> None:
    """In an interpreter of its own: here other tests have loaded all of it."""
    lines = (
        "import sys",
        "from pathlib import Path",
        "from app.bootstrap import Parts, reasoning",
        "from app.settings import Settings",
        "parts = Parts(Settings(data_dir='/nowhere', cache_dir='/nowhere'))",
        "with reasoning(parts, 'auto', Path('/nowhere')) as one: one.begin('r', 'x', None, Path('/nowhere'))",
        "parts.team",
        "known = ('anthropic', 'httpx', 'sqlalchemy', 'app.reasoning.claude', 'app.reasoning.model.thinker')",
        "print([name for name in known if name in sys.modules])",
    )
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
