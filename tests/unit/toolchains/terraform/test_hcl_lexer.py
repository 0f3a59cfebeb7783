import pytest

from app.toolchains.terraform.hcl_lexer import HclError, tokens


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a = "x"', [("name", "a"), ("operator", "="), ("quote", '"'), ("text", "x"), ("quote", '"')]),
        ("1.5e3", [("number", "1.5e3")]),
        ("# c\n", [("comment", "# c"), ("newline", "\n")]),
        ("/* a\nb */", [("comment", "/* a\nb */")]),
        (
            '"${a}"',
            [("quote", '"'), ("open", "${"), ("name", "a"), ("close", "}"), ("quote", '"')],
        ),
        ('"$${a}"', [("quote", '"'), ("text", "$${a}"), ("quote", '"')]),
        ('"a\\"b"', [("quote", '"'), ("text", 'a\\"b'), ("quote", '"')]),
        ("<<E\nx\nE\n", [("heredoc", "<<E\n"), ("text", "x"), ("text", "\n"), ("heredoc", "E"), ("newline", "\n")]),
        ("<<-E\n  ${a}\n  E", [("heredoc", "<<-E\n"), ("text", "  "), ("open", "${"), ("name", "a"), ("close", "}"),
                              ("text", "\n"), ("heredoc", "  E")]),
    ],
)  # fmt: skip
def test_tokens(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


def test_places() -> None:
    found = [(token.line, token.start, token.end) for token in tokens("a\n  bc")]
    assert found == [(1, 0, 1), (1, 1, 2), (2, 4, 6)]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('a = "x', 1, "inside a string"),
        ('a = "x\n"', 1, "does not end on its line"),
        ("a = [\n", 2, "inside an open '['"),
        ("a = )", 1, "closes nothing"),
        ("a = (]", 1, "closes nothing"),
        ("\n\0", 2, "unexpected character"),
        ("a = <<E\nx\n", 3, "the heredoc E"),
        ('a = "${b', 1, "inside a template"),
    ],
)
def test_errors_name_the_line(text: str, line: int, words: str) -> None:
    with pytest.raises(HclError) as caught:
        list(tokens(text))
    assert caught.value.line == line
    assert words in caught.value.wrong


def test_deep_nesting_is_no_crash() -> None:
    depth = 100_000
    assert sum(1 for _ in tokens("[" * depth + "]" * depth)) == 2 * depth
