import pytest

from app.reasoning.offline.read.risks import allowed_wishes, never_written
from tests.unit.reasoning.offline.read.sheets import sheet_of


@pytest.mark.parametrize(
    ("text", "code", "allowed"),
    [
        ("The bucket must be public.", "en", ("public_bucket",)),
        ("A public bucket.", "en", ("public_bucket",)),
        ("No public bucket.", "en", ()),
        ("The database should not be publicly accessible.", "en", ()),
        ("The database is publicly accessible.", "en", ("public_database",)),
        ('A bucket named "public bucket".', "en", ()),
        ("SSH from anywhere.", "en", ("open_ingress",)),
        ("Deletion protection off.", "en", ("no_deletion_protection",)),
        ("Un bucket público.", "es", ("public_bucket",)),
        ("Sin bucket público.", "es", ()),
    ],
)
def test_only_plain_words_allow(text: str, code: str, allowed: tuple[str, ...]) -> None:
    assert allowed_wishes(sheet_of(text, code), ()) == allowed


def test_a_framework_wins_over_a_wish_it_forbids() -> None:
    sheet = sheet_of("A public bucket.")
    assert allowed_wishes(sheet, ("hipaa",)) == ()
    assert sheet.settled[0].decision == "not done"


@pytest.mark.parametrize(
    ("text", "code", "risky"),
    [
        ("Give the function administrator access.", "en", "administrator access"),
        ("Allow actions * on everything.", "en", "wildcard permissions"),
        ("Every AWS account may read it.", "en", "foreign principals"),
        ("Create an access key for the user.", "en", "long-lived access keys"),
        ("Use a local-exec provisioner.", "en", "provisioners"),
        ("The password is hunter2.", "en", "secrets in plain text"),
        ("Read ../../secrets.txt please.", "en", "path outside the stack"),
        ("Dale acceso de administrador.", "es", "administrator access"),
    ],
)
def test_what_is_never_written(text: str, code: str, risky: str) -> None:
    assert [found.split(":")[0] for found in never_written(sheet_of(text, code))] == [risky]


def test_denied_risks_are_none() -> None:
    assert never_written(sheet_of("No administrator access and no access keys.")) == ()
