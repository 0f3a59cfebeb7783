import pytest

from app.reasoning.offline.read.naming import LONGEST_LABEL, label_of
from tests.unit.reasoning.offline.read.sheets import sheet_of


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("replica-1", "replica_1"), ("orders", "orders"), ("ClickStream", "click_stream"), ("A_b", "a_b"),
        ("test-video.com", "test_video_com"), ("Año Nuevo", "ano_nuevo"), ("1st", "_1st"), ("!!!", ""),
        ("x" * 200, "x" * LONGEST_LABEL),
    ],
)  # fmt: skip
def test_labels_are_valid_and_in_snake_case(name: str, label: str) -> None:
    assert label_of(name) == label


def test_a_label_that_was_given_as_such_stays() -> None:
    assert label_of("eb-env", literal=True) == "eb-env"
    assert label_of("no label", literal=True) == "no_label"


@pytest.mark.parametrize(
    ("text", "code", "name", "label"),
    [
        ('an SQS queue named "orders"', "en", "orders", ""),
        ("a bucket called photos.", "en", "photos", ""),
        ('the "mail" queue', "en", "mail", ""),
        ('a bucket "sample"', "en", "sample", ""),
        ("an IAM role (demo_eks) for it", "en", None, ""),
        ('a bucket with the name "x.y"', "en", "x.y", ""),
        ('a Lambda function, "mailer", runs', "en", "mailer", ""),
        ('an SQS queue, called "jobs," that waits', "en", "jobs", ""),
        ("the orders queue", "en", None, "orders"),
        ("a bucket for photos", "en", None, "photos"),
        ("Orders go to a queue", "en", None, "orders"),
        ("a private bucket", "en", None, ""),
        ('una cola llamada "pedidos"', "es", "pedidos", ""),
        ("una cola de pedidos", "es", None, "pedidos"),
        ('un bucket cifrado llamado "x"', "es", "x", ""),
    ],
)
def test_names_and_distinguishing_words(text: str, code: str, name: str | None, label: str) -> None:
    draft = sheet_of(text, code).drafts[0]
    assert (draft.name, draft.label) == (name, label)


def test_a_list_of_names_makes_as_many_things() -> None:
    sheet = sheet_of('three SQS queues named "a", "b" and "c"')
    assert [draft.name for draft in sheet.drafts] == ["a", "b", "c"]
