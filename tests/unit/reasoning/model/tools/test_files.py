from collections.abc import Mapping

import pytest

from app.reasoning.base import Tool
from app.reasoning.model.tools import files as module
from app.reasoning.model.tools.making import LIMIT
from tests.unit.reasoning.model.tools.conftest import Ask, Write
from tests.unit.reasoning.model.tools.test_jail import KEY, TOKEN


@pytest.mark.parametrize(
    ("glob", "expected"),
    [
        ("**", "README.md\ninfra/a.tf\ninfra/b/c.tf"),
        ("*.tf", "infra/a.tf\ninfra/b/c.tf"),
        ("infra/*.tf", "infra/a.tf"),
        ("infra", "infra/a.tf\ninfra/b/c.tf"),
        ("readme*", "README.md"),
        ("*.py", "no file fits"),
        ("../*", "no file fits"),
    ],
)
def test_lists(ask: Ask, write: Write, glob: str, expected: str) -> None:
    write({"README.md": "", "infra/a.tf": "", "infra/b/c.tf": ""})
    assert ask("list_files", glob=glob) == expected


def test_a_long_list_is_cut_and_says_so(ask: Ask, write: Write) -> None:
    write({f"stacks/{'x' * 50}/{number:04}.tf": "" for number in range(300)})
    told = ask("list_files")
    shown = [line for line in told.splitlines() if line.startswith("stacks/")]
    assert len(told) <= LIMIT
    assert told.endswith(f"({300 - len(shown)} more left out: give a narrower glob)")


def test_a_name_with_a_secret_is_never_listed(ask: Ask, write: Write) -> None:
    write({f"{TOKEN}.tf": "needle", f"{TOKEN}/a.tf": "needle"})
    assert ask("list_files") == "no file fits"
    assert ask("search_files", text="needle") == "not found"


def test_reads_on_from_a_line(ask: Ask, write: Write) -> None:
    lines = [f"line {number} " + "x" * 90 for number in range(1, 201)]
    write({"a.tf": "\n".join(lines)})
    read: list[str] = []
    while len(read) < len(lines):
        told = ask("read_file", path="a.tf", from_line=len(read) + 1).splitlines()
        assert sum(len(line) + 1 for line in told) <= LIMIT
        read += [line for line in told if line.startswith("line ")]
    assert read == lines
    with pytest.raises(ValueError, match="the file has 200 lines"):
        ask("read_file", path="a.tf", from_line=201)


def test_a_huge_line_is_cut(ask: Ask, write: Write) -> None:
    write({"a.json": "x" * 100_000 + "\nend"})
    told = ask("read_file", path="a.json")
    assert len(told) <= LIMIT
    assert "the line goes on" in told
    assert told.endswith("(lines 2 to 2 left out: ask with from_line 2)")
    assert ask("read_file", path="a.json", from_line=2) == "end"


@pytest.mark.parametrize("before", range(5_700, 6_000, 37))
def test_no_secret_survives_a_cut(ask: Ask, write: Write, before: int) -> None:
    """Wherever the cut falls: in the middle of a key, of a token, of an assignment over several lines."""
    filler = ("x" * 70 + "\n") * (before // 71)
    write({"a.tf": f'{filler}{"y" * (before % 71)}\n{KEY}password = "hunter2-hunter2"\ntoken = {TOKEN}\n' + filler})
    for start in (1, 70, 80, 90, 100):
        told = ask("read_file", path="a.tf", from_line=start)
        assert not any(secret in told for secret in ("MIIE", "hunter2", TOKEN[4:12]))


def test_finds_lines(ask: Ask, write: Write) -> None:
    write({"a.tf": "one\nTwo needle\n", "b.md": "NEEDLE", "c.tf": "x" * 5_000 + "needle" + "y" * 5_000, "d.tf": "hay"})
    told = ask("search_files", text="Needle").splitlines()
    assert told[:2] == ["a.tf:2: Two needle", "b.md:1: NEEDLE"]
    assert told[2].startswith("c.tf:1: xxx")
    assert "needle" in told[2]
    assert len(told[2]) < 200
    assert ask("search_files", text="needle", glob="*.md") == "b.md:1: NEEDLE"


def test_nobody_guesses_a_secret_by_searching(ask: Ask, write: Write) -> None:
    write({"a.tf": f'token = {TOKEN}\npassword = "hunter2-hunter2"\n'})
    for guess in (TOKEN[:6], TOKEN[4:9], "hunter2"):
        assert ask("search_files", text=guess) == "not found"
    assert ask("search_files", text="password") == 'a.tf:2: password = "[redacted]"'


def test_many_hits_are_bounded_and_all_named(ask: Ask, write: Write, tools: Mapping[str, Tool]) -> None:
    write({f"{number:02}-{'x' * 100}.tf": "needle\n" * 9 for number in range(40)})
    told = ask("search_files", text="needle")
    paths = dict.fromkeys(line.partition(":")[0] for line in told.splitlines()[:-1])
    assert len(told) <= LIMIT
    assert told.endswith("ask for fewer files)")
    assert tools["search_files"].what({"text": "needle"}) == f"lines of {', '.join(paths)}"
    assert sum(map(len, paths)) < 1_000


def test_a_search_ends(ask: Ask, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write({"a.tf": "hay" * 100, "b.tf": "needle"})
    for name, most in (("MOST_FILES", 1), ("MOST_CHARACTERS", 200)):
        with monkeypatch.context() as bound:
            bound.setattr(module, name, most)
            assert ask("search_files", text="needle").startswith("not found\n(there is more")
