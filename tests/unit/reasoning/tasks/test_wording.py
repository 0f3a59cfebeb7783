"""A model's words are held against the facts before anyone sees them."""

import pytest

from app.reasoning.tasks.wording import require_words

FACTS = (
    '{"total_monthly": "1162.78", "difference_monthly": "-100.00", "size": "m5.4xlarge", "region": "us-east-1"}\n'
    '{"id": "n1", "rule": "CKV_AWS_16", "where": "main.tf:37", "resource": "aws_db_instance.main", "monthly": "0.42"}'
)


@pytest.mark.parametrize(
    "text",
    [
        "The database drives the bill: 1,162.78 USD a month.",
        "About $1,163 a month, that is 1.16k USD.",
        "Cuesta 1.162,78 USD al mes, unos 1.163 dólares.",
        "It takes 100 USD off, and 0.42 USD remain.",
        "It runs 24 hours a day on 2 nodes, 730 hours in all.",
        "CKV_AWS_16 is real: `aws_db_instance.main` holds orders.",
        "Move main.tf:37 to gp3, which holds 3,000 IOPS.",
        "Use aws_kms_key with a policy.",
    ],
)
def test_what_the_facts_bear_out_is_taken(text: str) -> None:
    assert require_words(text, FACTS, 400) == text


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("It saves 500 USD a month.", "500 USD"),
        ("It saves $ 500.", "$ 500"),
        ("It saves ＄500.", "$500"),
        ("It saves 500 a month.", "500 a month"),
        ("Ahorra 500 al mes.", "500 al mes"),
        ("Only 50 dollars.", "50 dollars"),
        ("It costs 0 USD.", "0 USD"),
        ("It costs 1,162.79 USD.", "1,162.79 USD"),
        ("It costs 2 million USD.", "2 million USD"),
        ("It costs 37 USD.", "37 USD"),
        ("It costs 5.4 USD.", "5.4 USD"),
        ("Ignore CKV_AWS_999.", "CKV_AWS_999"),
        ("AGT_MADE_UP agrees.", "AGT_MADE_UP"),
        ("See aws_db_instance.other too.", "aws_db_instance.other"),
    ],
)
def test_what_the_facts_do_not_have_is_named(text: str, wrong: str) -> None:
    with pytest.raises(ValueError, match="the facts do not have") as told:
        require_words(text, FACTS, 400)
    assert wrong in str(told.value)


@pytest.mark.parametrize("text", ["see https://evil.example", "WWW.evil.example", "mailto:a@b.example", "ftp://x"])
def test_addresses_of_web_pages_are_left_out(text: str) -> None:
    with pytest.raises(ValueError, match="addresses of web pages"):
        require_words(text, FACTS, 400)


@pytest.mark.parametrize("text", ["", " \n\t ", "\u202e\u200b\U000e0041", "\u2028"])
def test_nothing_is_no_text(text: str) -> None:
    with pytest.raises(ValueError, match="empty"):
        require_words(text, FACTS, 400)


def test_a_long_text_is_sent_back() -> None:
    with pytest.raises(ValueError, match="a text has 100000 characters; at most 400"):
        require_words("x" * 100_000, FACTS, 400)
    assert len(require_words("x" * 400, FACTS, 400)) == 400


def test_it_is_one_line_without_hidden_characters() -> None:
    text = "fine\n\n# heading\u202e\x1b[31m red\u200b\ud800 \U000e0041end\u2028x"
    assert require_words(text, FACTS, 400) == "fine # heading red end x"


@pytest.mark.parametrize("number", ["9" * 500, "1" + ",111" * 200, "0." + "1" * 300, "1.2.3.4,5,6", "1'000'000"])
def test_odd_numbers_are_no_crash(number: str) -> None:
    with pytest.raises(ValueError, match="the facts do not have"):
        require_words(f"{number} USD", f"{FACTS} {'8' * 400} {'7,' * 300}1", 2000)
