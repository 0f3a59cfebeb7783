"""Which lines speak to the bot. Every case was held against GitHub's own renderer."""

import pytest

from app.pipeline.grammar.lines import addressed


def numbers(text: str) -> list[int]:
    return [line.number for line in addressed(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/agents plan", [1]),
        ("   /agents plan", [1]),
        ("please\n/agents plan\nthank you", [2]),
        ("/agents plan\r\n/agents test\r/agents review", [1, 2, 3]),
        ("\ufeff/agents plan", [1]),
        ("/AGENTS plan\n/Agents\tplan\n/agents\xa0plan", [1, 2, 3]),
        ("# title\n/agents plan\n---\n/agents test", [2, 4]),
        ("| a |\n|---|\n| b |\n/agents plan", [4]),
        ("    /agents plan", []),
        ("\t/agents plan", []),
        ("a /agents plan\nfoo/agents plan\n/agentsplan\n/agents/plan\n/agents: plan\n\\/agents plan", []),
        ("@agents plan\n//agents plan\n&#47;agents plan\n/ag\u200bents plan\n/agentſ plan", []),
        ("- /agents plan\n1. /agents plan\n* /agents plan", []),
        ("- item\n  /agents plan\n\n/agents test", [2, 4]),
        ("- item\n/agents plan", [2]),
    ],
)
def test_alone_on_its_line(text: str, expected: list[int]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```\n/agents plan\n```\n/agents test", [4]),
        ("~~~ sh\n/agents plan\n```\n/agents plan\n~~~\n/agents test", [6]),
        ("````\n```\n/agents plan\n````\n/agents test", [5]),
        ("```\n/agents plan\n   `````\n/agents test", [4]),
        ("```\n/agents plan\n    ```\n/agents plan", []),
        ("``` a`b\n/agents plan", [2]),
        ("```\n/agents plan\n``` no\n/agents plan", []),
        ("- ```\n  /agents plan\n  ```\n/agents test", [4]),
        ("1. a\n   ```\n   /agents plan\n/agents test", [4]),
        ("-\n\n  ```\n/agents plan", []),
        ("> ```\n> x\n/agents plan", [3]),
        ("`/agents plan`", []),
        ("`\n/agents plan\n`\n/agents test", [4]),
        ("use ` here\n/agents plan\nand ` there", []),
        ("use ` here\n\n/agents plan\n\nand ` there", [3]),
        ("``\n/agents plan\n`\n/agents test\n``\n/agents review", [6]),
        ("\\`\n/agents plan\n`", [2]),
        ("/agents plan `x`\n/agents test", [1, 2]),
    ],
)
def test_code_is_not_meant(text: str, expected: list[int]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> /agents plan", []),
        ("> said\n/agents plan", []),
        ("> said\n\n/agents plan", [3]),
        ("> # said\n/agents plan", [2]),
        (">> said\n> said\n/agents plan", []),
        ("> - said\n/agents plan", []),
        ("- > said\n/agents plan", []),
        ("> said\n---\n/agents plan", [3]),
        ("> said\n    > \n/agents plan", []),
        (">>>\n/agents plan\n\n/agents plan\n>>>\n/agents test", [6]),
        (">>>\n/agents plan", [2]),
        ("```\n>>>\n```\n/agents plan\n```\n>>>\n```", [4]),
    ],
)
def test_quotes_are_not_meant(text: str, expected: list[int]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!-- \n/agents plan\n\n/agents plan -->\n/agents test", [5]),
        ("<!-- \n/agents plan", []),
        ("<!--> \n/agents plan", [2]),
        ("see <!--\n/agents plan\n--> this\n/agents test", [4]),
        ("see <!--\n/agents plan", [2]),
        ("see <!-->\n/agents plan -->", [2]),
        ("<pre>\n\n/agents plan\n</pre>\n/agents test", [5]),
        ("<script>\n/agents plan\n\n/agents plan</script>\n/agents test", [5]),
        ("<textarea>\n\n/agents plan", []),
        ("<?php\n/agents plan\n?>\n/agents test", [4]),
        ("<!DOCTYPE\n/agents plan\n>\n/agents test", [4]),
        ("<![CDATA[\n/agents plan\n]]>\n/agents test", [4]),
        ("<div>\n/agents plan\n</div>\n/agents plan\n\n/agents test", [6]),
        ("<details>\n<summary>log</summary>\n\n/agents plan\n\n</details>\n\n/agents test", [8]),
        ("<details>\n\n<details>\n\nx\n</details>\n\n/agents plan\n\nx </details>\n\n/agents test", [12]),
        ("<details>\n\n/agents plan", []),
        ("- <details>\n\n  /agents plan\n\n/agents test", [5]),
        ("> <details>\n\n/agents plan", [3]),
        ("write `<details>`\n\n/agents plan", [3]),
        ("<b>\n/agents plan", []),
        ("text\n<b>\n/agents plan", [3]),
        ("<b x='\n/agents plan\n'>\n/agents test", [4]),
        ("</b >\n/agents plan", []),
        ("<b x=>\n/agents plan", [2]),
        ("1 < 2\n/agents plan\n3 > 2", [2]),
    ],
)
def test_html_is_not_meant(text: str, expected: list[int]) -> None:
    assert numbers(text) == expected


def test_what_stands_behind_the_address_is_kept() -> None:
    assert [line.rest for line in addressed("x\n  /agents  plan  a \n/agents")] == ["  plan  a ", ""]


def test_very_deep_nesting_is_read_as_text() -> None:
    assert numbers("> " * 500 + "a\n\n/agents plan") == [3]
    assert numbers("- + " * 500 + "```\n/agents plan") == [2]
