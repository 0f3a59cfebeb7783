import pytest

from app.reasoning.offline.read.split import LONGEST_SENTENCE, split, uncoordinated


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Use e.g. a queue. Then N. Virginia.", ["Use e.g. a queue.", "Then N. Virginia."]),
        ("Run cron(0 2 * * ? *) daily", ["Run cron(0 2 * * ? *) daily"]),
        ("wrapped\nline", ["wrapped line"]),
        ("version 5.7 of x", ["version 5.7 of x"]),
        ("", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert [sentence.text for sentence in split(text)] == parts


def test_markdown_blocks_keep_their_kind_heading_and_depth() -> None:
    found = split("# Title\nIntro:\n- one\n  - nested\n1. two\n\n| A | Size |\n|---|---|\n| db | 20 GB |\n| x | - |\n")
    assert [(s.kind, s.text, s.heading, s.depth) for s in found] == [
        ("heading", "Title", "Title", 0),
        ("sentence", "Intro:", "Title", 0),
        ("item", "one", "Title", 1),
        ("item", "nested", "Title", 2),
        ("item", "two", "Title", 1),
        ("row", "db, size 20 GB", "Title", 0),
        ("row", "x", "Title", 0),
    ]


def test_a_heading_that_says_nothing_is_left_out_of_a_row() -> None:
    assert split("| Service | Details |\n|---|---|\n| db | 20 GB |")[0].text == "db, 20 GB"


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("two public and three private subnets", "en", "two public subnets and three private subnets"),
        ("dos subredes públicas y tres privadas", "es", "dos subredes públicas y tres subredes privadas"),
        ("two queues and three topics", "en", "two queues and three topics"),
    ],
)
def test_numbers_that_share_a_noun(text: str, code: str, said: str) -> None:
    assert uncoordinated(text, code) == said


def test_an_endless_sentence_is_cut() -> None:
    found = split("word " * 1000)
    assert len(found) > 1
    assert all(len(sentence.text) <= LONGEST_SENTENCE for sentence in found)
