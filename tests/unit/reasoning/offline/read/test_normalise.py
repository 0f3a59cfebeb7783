import pytest

from app.reasoning.offline.read.normalise import FRONT_MATTER_LIMIT, READ_LIMIT, guess_language, normalise


def test_front_matter_becomes_hints_and_leaves_the_body() -> None:
    prose = normalise("---\nRegion: eu-west-1\ntags: {a: b}\n---\nA queue.")
    assert prose.hints == {"region": "eu-west-1", "tags": {"a": "b"}}
    assert prose.body.strip() == "A queue."


@pytest.mark.parametrize(
    "source",
    ["a: [", "a: &x 1\nb: *x", "x: !!python/object/apply:os.system [id]", f"a: {'x' * FRONT_MATTER_LIMIT}"],
    ids=["broken", "anchors", "tag", "large"],
)
def test_front_matter_that_cannot_be_trusted_is_reported(source: str) -> None:
    prose = normalise(f"---\n{source}\n---\nA queue.")
    assert prose.hints == {}
    assert prose.unread == ("front matter",)
    assert prose.body.strip() == "A queue."


@pytest.mark.parametrize(
    "hidden",
    ["<!-- a bucket -->", "> a bucket\n> more", "```hcl\na bucket\n```", "~~~\na bucket\n~~~", "<!-- a bucket"],
)
def test_comments_quotes_and_code_give_no_orders(hidden: str) -> None:
    assert "bucket" not in normalise(f"A queue.\n\n{hidden}\n").body


def test_quotes_and_code_are_remembered_as_data() -> None:
    assert normalise("x\n\n> first\n> second\n\n```\ncode\n```\n").data == ("code", "first")


def test_characters_are_unified() -> None:
    prose = normalise("a “queue” – **bold** [link](http://x) cafe\u0301 \u202eevil <b>tag</b>\r\nnext\x00")
    assert prose.body == 'a "queue" - bold link café evil  tag \nnext'


@pytest.mark.parametrize(
    ("text", "code"),
    [("We need the queue", "en"), ("Necesitamos una cola en la región", "es"), ("", "en"), ("SQS", "en")],
)
def test_language_is_guessed_from_small_words(text: str, code: str) -> None:
    assert guess_language(text) == code


def test_a_stated_language_wins() -> None:
    assert normalise("---\nlanguage: es\n---\nThe queue of the team").language == "es"


def test_a_very_long_text_is_read_to_a_limit_and_that_is_said() -> None:
    prose = normalise("a queue\n" * READ_LIMIT)
    assert len(prose.body) <= READ_LIMIT
    assert prose.unread[0].startswith("the text after its first")


def test_an_empty_field_of_a_form_says_nothing() -> None:
    assert normalise("### Region\n\n_No response_\n\nA queue.").body == "### Region\n\n\n\nA queue."
    assert "_No response_" in normalise("It says _No response_ here.").body
