import pytest

from tests.unit.reasoning.offline.read.sheets import mentions_of


def kinds(text: str) -> list[str]:
    return [mention.kind for group in mentions_of(text)[1] for mention in group]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("An API: a Lambda function and a bucket", ["lambda", "s3"]),
        ("The API needs nothing else", ["lambda"]),
        ("Create a Lightsail bucket", ["aws_lightsail_bucket"]),
        ("Use Lightsail with a bucket", ["aws_lightsail_bucket"]),
        ("Put it on Lightsail with a disk", ["aws_lightsail_disk"]),
        ("generate Amazon Kendra", ["aws_kendra_index"]),
        ("The snapshot of the day", []),
    ],
)
def test_words_in_the_light_of_the_text(text: str, found: list[str]) -> None:
    assert kinds(text) == found
