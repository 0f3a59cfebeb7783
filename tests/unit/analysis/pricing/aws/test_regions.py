from app.analysis.pricing.aws.regions import MOST
from tests.unit.analysis.pricing.bills import BOOK


def test_they_are_regions_that_the_price_list_knows() -> None:
    assert "us-east-1" in MOST
    assert not [one for one in MOST if not BOOK.knows("aws", one)]
