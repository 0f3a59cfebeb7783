"""Code and HTML inside a paragraph."""

import pytest

from app.pipeline.grammar.spans import spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a `b` c", ["`b`"]),
        ("a ``b`c`` d", ["``b`c``"]),
        ("`a", []),
        ("\\`a`", []),
        ("`a\\`", ["`a\\`"]),
        ("`a``b`c", ["`a``b`"]),
        ("<b c='>'>x</b>", ["<b c='>'>", "</b>"]),
        ("<b `c>` d", ["`c>`"]),
        ("<!--a-->b", ["<!--a-->"]),
        ("<!-->b-->", ["<!-->"]),
        ("<!--->b-->", ["<!--->"]),
        ("<?a?> <!A b> <![CDATA[ > ]]>", ["<?a?>", "<!A b>", "<![CDATA[ > ]]>"]),
        ("<!-- <!-- <? `a`", ["`a`"]),
        ("<1> < a>", []),
    ],
)
def test_spans(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in spans(text)] == expected
