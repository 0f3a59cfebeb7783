import pytest

from app.reasoning.offline.read.regional import place_in_regions, region_of
from app.reasoning.offline.read.spans import Value
from tests.unit.reasoning.offline.read.sheets import sheet_of


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("A bucket in eu-west-1 and a queue.", [[], []]),
        ("A bucket in eu-west-1 and a queue in us-east-1.", [["eu-west-1"], ["us-east-1"]]),
        ("Two SQS queues in eu-west-1 and us-east-1.", [["eu-west-1", "us-east-1"]]),
        ('SQS queues named "a" and "b" in eu-west-1 and us-east-1.', [["eu-west-1"], ["us-east-1"]]),
    ],
)
def test_regions_of_single_components(text: str, regions: list[list[str]]) -> None:
    sheet = sheet_of(text)
    place_in_regions(sheet)
    assert [draft.regions for draft in sheet.drafts] == regions


def test_the_region_of_a_zone() -> None:
    assert region_of(Value("zone", "eu-west-1b", 0, 1, "")) == "eu-west-1"
    assert region_of(Value("number", 1, 0, 1, "")) == ""
