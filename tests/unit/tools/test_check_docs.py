"""Pages are run as a stranger would: in a shell of their own, from a clone."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import check_docs

PAGE = """# Start

```bash
git clone --quiet https://github.com/iac-agents/iac-agents
cd iac-agents
mine=kept
```

```bash
cat said.txt; echo "$mine" "$HOME"
```

<!-- output -->
```text
hello
kept …/home
```

<!-- exit 3 -->
```bash
(exit 3)
true
```

```bash
sleep 600 &
make test
kill %1
```

<!-- not run: needs an account -->
```bash
false
```
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one start, in place of ours."""
    root = tmp_path / "project"
    (root / "docs").mkdir(parents=True)
    (root / "docs" / "index.md").write_text("# Docs\n\n## Start\n\n- [Start](start.md)\n\n## More\n")
    (root / "docs" / "start.md").write_text(PAGE)
    (root / "README.md").write_text("# Project\n\n```bash\ncat said.txt\n```\n\n<!-- output -->\n```text\nhello\n```\n")
    (root / "said.txt").write_text("hello\n")
    git = ("git", "-c", "user.name=A", "-c", "user.email=a@example.com", "-C", str(root))
    for words in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "--message", "All")):
        subprocess.run([*git, *words], check=True)
    monkeypatch.setattr(check_docs, "ROOT", root)
    return root


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["check_docs", *words])
    return check_docs.main()


def test_every_block_is_run_or_says_why_not(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "--quick") == 0
    told = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [(line[0], *line[1:3]) for line in told[:-1]] == [
        ("README.md:3", "exit", "0"),
        ("docs/start.md:3", "exit", "0"),
        ("docs/start.md:9", "exit", "0"),
        ("docs/start.md:20", "exit", "3"),
        ("docs/start.md:25", "LEFT", "OUT"),
        ("docs/start.md:25", "exit", "0"),
        ("docs/start.md:32", "not", "run"),
    ]


@pytest.mark.parametrize(
    ("was", "now", "wrong"),
    [
        ("(exit 3)", "(exit 4)", "exit code 4, not 3"),
        ("(exit 3)\ntrue", "true", "exit code 0, not 3"),
        ("kept …/home", "lost", "this line did not come out: lost"),
        ("git clone", "git clown", "exit code 1, not 0"),
    ],
)
def test_what_is_not_so_ends_it(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], was: str, now: str, wrong: str
) -> None:
    page = project / "docs" / "start.md"
    page.write_text(PAGE.replace(was, now))
    assert run(monkeypatch, str(page)) == 1
    assert wrong in capsys.readouterr().out


def test_what_is_not_committed_counts_where_it_is_asked_for(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "said.txt").write_text("goodbye\n")
    readme = str(project / "README.md")
    assert run(monkeypatch, readme) == 0
    assert run(monkeypatch, "--worktree", readme) == 1
    assert "this line did not come out: hello" in capsys.readouterr().out
    status = subprocess.run(["git", "-C", project, "status", "--short"], capture_output=True, text=True, check=True)
    assert status.stdout == " M said.txt\n"
