from app.reasoning.offline.build.regions import Regions


def test_aliases_are_collected() -> None:
    regions = Regions("eu-west-1")
    assert regions.alias("eu-west-1") == ""
    assert regions.alias("us-east-1") == "us_east_1"
    assert regions.alias("us_east_1") == "us_east_1"
    assert regions.aliases == {"us_east_1": "us-east-1"}
