"""Words held against the catalogue."""

import pytest

from app.knowledge.commands import Command, InComment, Option
from app.pipeline.grammar.arguments import read_arguments
from app.pipeline.grammar.words import Wrong, words

ENTRY = Command(
    "do",
    "Does.",
    (Option("base", "Terminal."),),
    comment=InComment(
        ("issue",),
        "write",
        options=(
            Option("dir", "Where.", "path", positional=True),
            Option("rule", "Which.", "list", metavar="ID"),
            Option("deep", "How.", "flag"),
            Option("how", "How.", "choice", choices=("fast", "well")),
        ),
        keys=("env",),
    ),
)


def test_everything_at_once() -> None:
    command = read_arguments(ENTRY, words("--rule A infra --deep --rule=B env=prod --how well -- -x k=v 'a b'"), 7)
    assert command.name == "do"
    assert command.args == ("infra",)
    assert command.named == {"env": "prod"}
    assert command.flags == {"rule": ("A", "B"), "deep": True, "how": "well"}
    assert command.passthrough == ("-x", "k=v", "a b")
    assert command.line == 7


@pytest.mark.parametrize(
    ("text", "wrong", "word", "meant"),
    [
        ("--ruel A", "unknown flag of do", "--ruel", "--rule"),
        ("--rulé=A", "unknown flag of do", "--rulé", "--rule"),
        ("-d", "unknown flag of do", "-d", ""),
        ("--base main", "a flag of the terminal only", "--base", ""),
        ("--deep=1", "a flag without a value", "--deep", ""),
        ("--deep --deep", "given twice", "--deep", ""),
        ("--rule", "a value is missing: --rule ID", "--rule", ""),
        ("--rule --deep", "a value is missing: --rule ID", "--rule", ""),
        ("--rule=", "a value is missing: --rule ID", "--rule", ""),
        ("--how wel", "not one of fast, well", "wel", "well"),
        ("env=a env=b", "given twice", "env", ""),
        ("rule=A", "unknown setting of do", "rule=A", "--rule A"),
        ("evn=a", "unknown setting of do", "evn=a", "env"),
        ("a b", "a word too many for do", "b", ""),
        ("a deep", "a word too many for do", "deep", "--deep"),
    ],
)
def test_the_first_mistake_is_named(text: str, wrong: str, word: str, meant: str) -> None:
    with pytest.raises(Wrong) as caught:
        read_arguments(ENTRY, words(text), 1)
    assert (caught.value.wrong, caught.value.word, caught.value.nearest) == (wrong, word, meant)


def test_lists_of_words_and_what_is_required() -> None:
    options = (
        Option("rules", "Which.", "list", positional=True),
        Option("why", "Why.", required=True, metavar="TEXT"),
    )
    entry = Command("do", "Does.", comment=InComment(("issue",), "write", options=options))
    assert read_arguments(entry, words("A B C --why x"), 1).args == ("A", "B", "C")
    with pytest.raises(Wrong, match="do needs TEXT"):
        read_arguments(entry, words("A"), 1)
