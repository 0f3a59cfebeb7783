"""``agents run`` with a model behind the real SDK: what is better is kept, and nothing is ever below the floor."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.processes.git import require_git
from tests.builders import git_repository
from tests.e2e import claude_scripts as scripts
from tests.e2e.agents import answer, here
from tests.e2e.claude_desk import NO_TOOLS, RECORDING, environment
from tests.fakes.messages_api import Answer, Json, Stub, error

CLOCK = {"SOURCE_DATE_EPOCH": "1767225600"}
HOSTILE = "@everyone Closes #1 <img src=https://evil.example/x.png> [free](javascript:alert(1)) \u202eevil"
VAGUE = "# Snapshots\n\nSomewhere to keep our holiday snapshots.\n"


@dataclass(frozen=True, slots=True)
class Ran:
    """A run: its JSON, the repository and the reports."""

    record: Any
    repo: Path
    report: Path

    def show(self, path: str) -> str:
        """A file of the branch."""
        return require_git("x", "show", f"{self.record['branch']}:{path}", cwd=self.repo)


def run(folder: Path, text: str, more: Mapping[str, str], *words: str | Path, scan: bool = False) -> Ran:
    """Into a fresh repository, with a store of its own; with every scanner and a process of its own, or neither."""
    folder.mkdir()
    issue, repo, report = folder / "issue.md", folder / "repo", folder / "report"
    issue.write_text(text, "utf-8")
    given = {**CLOCK, "AGENTS_DATA_DIR": str(folder / "data"), **({} if scan else NO_TOOLS), **more}
    asked = ["run", issue, "--repo", repo, "--report-dir", report, *words]
    if scan:
        return Ran(answer(*asked, environment=given), repo, report)
    code, out, err = here(["--json", *asked], given)
    assert code == 0, err
    return Ran(json.loads(out), repo, report)


def thinking(
    folder: Path,
    script: Callable[[Json], Answer],
    text: str = scripts.ISSUE,
    more: Mapping[str, str] | None = None,
    *,
    scan: bool = False,
) -> tuple[Ran, Stub]:
    """With a model that answers by the script."""
    with Stub(script) as stub:
        done = run(folder, text, environment(stub, **(more or {})), scan=scan)
    assert stub.refused == []
    return done, stub


@pytest.fixture(scope="module")
def offline(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The floor."""
    return run(tmp_path_factory.mktemp("floor") / "run", scripts.ISSUE, {})


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ran, Stub]:
    """A run in which all is scanned and the model understands more than the rules."""
    return thinking(tmp_path_factory.mktemp("good") / "run", scripts.GOOD, scan=True)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """A run in which the model writes good files and hostile words."""
    script = scripts.by_task(
        write=scripts.submit(scripts.FILES),
        overview=scripts.submit({"overview": HOSTILE}),
        remarks=scripts.submit({"remarks": [{"about": "", "kind": "summary", "text": HOSTILE}]}),
    )
    return thinking(tmp_path_factory.mktemp("written") / "run", script)[0]


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the rules say of a request in which they find nothing to build."""
    folder = tmp_path_factory.mktemp("nothing")
    given = NO_TOOLS | {"AGENTS_DATA_DIR": str(folder / "data")}
    code, _, told = here(["run", VAGUE, "--repo", folder / "repo"], given)
    assert code == 2
    assert not (folder / "repo").exists()
    return told.strip().splitlines()[0]


def test_what_the_model_understands_more_is_built_and_told(offline: Ran, good: tuple[Ran, Stub]) -> None:
    done, stub = good
    record = done.record
    assert (offline.record["not_understood"], record["not_understood"]) == ([scripts.OPEN], [])
    assert record["gate"] == {"verdict": "passed", "reasons": []}
    thought = record["reasoner"]
    assert (thought["asked"], thought["used"]) == ("auto", "claude")
    assert thought["requests"] == len(stub.seen) > 0
    assert 0 < thought["usd"] < 1
    assert scripts.NINE in done.show(scripts.QUEUE)
    for name in ("report.md", "PULL_REQUEST.md"):
        assert "Claude" in (done.report / name).read_text("utf-8")
    assert (done.report / RECORDING).stat().st_mode & 0o777 == 0o600
    sent = {one["what"] for task in thought["tasks"] for one in task["sent"]}
    assert "the issue" in sent


def test_files_that_the_model_wrote_are_kept_where_they_are_proven(written: Ran) -> None:
    assert written.record["not_understood"] == []
    assert scripts.NINE in written.show(scripts.QUEUE)
    kept = {task["task"]: task["kept"] for task in written.record["reasoner"]["tasks"]}
    assert (kept["design"], kept["write"]) == (False, True)


@pytest.mark.parametrize("name", ["poisoned", "malformed three times", "no money at all"])
def test_the_floor_stands_byte_for_byte(name: str, offline: Ran, tmp_path: Path) -> None:
    script = next(one for one in scripts.SCRIPTS if one.name == name)
    answers = script.answer()

    def silent(request: Json) -> Answer:
        """The README's paragraph would be kept: this is about what is built."""
        return error(400) if scripts.task_of(request) == "overview" else answers(request)

    done, _ = thinking(tmp_path / "run", silent, more=script.more)
    assert done.record["head"] == offline.record["head"]
    assert done.record["gate"] == offline.record["gate"]
    assert done.record["not_understood"] == offline.record["not_understood"]
    assert (done.record["reasoner"]["asked"], done.record["reasoner"]["used"]) == ("auto", "offline")
    assert done.record["reasoner"]["why"]
    assert "Claude" in (done.report / "report.md").read_text("utf-8")


def test_hostile_words_of_a_model_reach_nobody(written: Ran) -> None:
    shown = written.show(f"{scripts.STACK}/README.md")
    shown += "".join((written.report / name).read_text("utf-8") for name in ("report.md", "PULL_REQUEST.md"))
    for weapon in ("@everyone", "Closes #1", "<img", "javascript:", "\u202e"):
        assert weapon not in shown.replace("@\u200beveryone", ""), weapon


@pytest.mark.usefixtures("nothing")
def test_what_no_rule_can_read_the_model_may(tmp_path: Path) -> None:
    """Offline there is nothing to build; with a model there is."""
    quote = "Somewhere to keep our holiday snapshots"
    add = {"kind": "s3", "label": "snapshots", "quote": quote}
    done, _ = thinking(tmp_path / "run", scripts.by_task(design=scripts.submit({"add": [add]})), VAGUE)
    assert done.record["reasoner"]["used"] == "claude"
    assert "aws_s3_bucket" in done.show("stacks/snapshots/data.tf")


def test_where_the_model_can_not_either_it_ends_as_offline(nothing: str, tmp_path: Path) -> None:
    repo = git_repository(tmp_path / "repo", {"README.md": "# Here\n"})
    given = NO_TOOLS | {"AGENTS_DATA_DIR": str(tmp_path / "data")}
    with Stub(scripts.always(error(529, retry_after="0.01"))) as stub:
        code, _, told = here(["run", VAGUE, "--repo", repo], given | environment(stub))
    assert code == 2
    assert nothing in told
    assert require_git("x", "for-each-ref", "--format=%(refname)", cwd=repo) == "refs/heads/main"


def test_claude_without_a_key_is_a_usage_error(tmp_path: Path) -> None:
    given = NO_TOOLS | {"AGENTS_DATA_DIR": str(tmp_path / "data")}
    code, _, told = here(["run", scripts.ISSUE, "--repo", tmp_path / "repo", "--reasoner", "claude"], given)
    assert code == 2
    assert "ANTHROPIC_API_KEY" in told
    assert not (tmp_path / "repo").exists()


def test_a_repository_that_says_no_is_obeyed(tmp_path: Path) -> None:
    repo = git_repository(tmp_path / "repo", {".agents.yml": "reasoner: offline\n"})
    words = ["--json", "run", scripts.ISSUE, "--repo", str(repo), "--report-dir", str(tmp_path / "report")]
    with Stub(scripts.GOOD) as stub:
        code, out, err = here(words, environment(stub, AGENTS_DATA_DIR=str(tmp_path / "data"), **NO_TOOLS))
    assert code == 0, err
    record = json.loads(out)
    assert stub.seen == []
    assert ".agents.yml" in record["reasoner"]["why"]
    assert not (tmp_path / "report" / RECORDING).exists()


def test_a_recorded_run_replayed_gives_identical_bytes(good: tuple[Ran, Stub], tmp_path: Path) -> None:
    first, _ = good
    nowhere = {"ANTHROPIC_BASE_URL": "http://127.0.0.1:9"}
    replayed = run(tmp_path / "again", scripts.ISSUE, nowhere, "--replay", first.report / RECORDING, scan=True)
    assert first.record["head"] == replayed.record["head"]
    told = [(one.report / "PULL_REQUEST.md").read_text("utf-8") for one in (first, replayed)]
    assert lasting(told[0], first) == lasting(told[1], replayed)
    assert replayed.record["reasoner"]["used"] == "claude"
    assert without_time(first.record) == without_time(replayed.record)


def lasting(text: str, ran: Ran) -> str:
    """Without the name of the run."""
    return text.replace(ran.record["run"], "RUN")


def without_time(record: Mapping[str, Any]) -> Any:
    """What a run says of itself but for its name, its places and how long things took."""
    left = {name: value for name, value in record.items() if name not in {"run", "reports"}}
    return json.loads(json.dumps(left), object_hook=lambda one: {k: v for k, v in one.items() if k not in PASSING})


PASSING = frozenset({"seconds", "recording"})


def test_a_recording_of_another_request_leaves_the_floor(offline: Ran, good: tuple[Ran, Stub], tmp_path: Path) -> None:
    first, _ = good
    text = scripts.ISSUE.replace("nine", "eight")
    other = run(tmp_path / "other", text, {}, "--replay", first.report / RECORDING)
    assert other.record["reasoner"]["used"] == "offline"
    assert "no answer" in other.record["reasoner"]["why"]
    assert other.record["gate"] == offline.record["gate"]
