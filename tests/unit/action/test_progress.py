import pytest

from app.action.progress import Progress, say
from app.domain.run import StageResult


def test_one_line_for_each_stage(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress()
    progress.started("tester")
    progress.finished(StageResult("tester", "not_run", "no\n::error::core", 1.25))
    progress.stage("cost", "passed", 0.0)
    progress.tool_failure("checkov")
    progress.run("done", 3.0)
    assert capsys.readouterr().out.splitlines() == [
        "… tester",
        "– tester not run (1.2 s) no ::error::core",
        "✓ cost passed (0.0 s)",
        "the run has ended: done (3.0 s)",
    ]


def test_a_line_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    say("a\r\nb\x1b[2J")
    assert capsys.readouterr().out == "a b\n"
