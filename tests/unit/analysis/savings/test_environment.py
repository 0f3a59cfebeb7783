"""Production or not."""

import pytest

from app.analysis.savings.environment import serves_production
from tests.unit.analysis.savings.stacks import resource


@pytest.mark.parametrize(
    ("address", "values", "stack", "production"),
    [
        ("aws_instance.a", {"tags": {"Environment": "production"}}, ".", True),
        ("aws_instance.a", {"tags": {"env": "dev"}}, "stacks/prod", False),
        ("aws_instance.a", {"tags": {"Stage": "Staging-2"}}, ".", False),
        ("aws_instance.a", {}, "environments/prod", True),
        ("aws_instance.a", {}, "stacks/test", False),
        ("module.dev.aws_instance.a", {}, ".", False),
        ("aws_instance.dev_api", {}, ".", False),
        ("aws_instance.a", {"tags": {"Name": "shop-qa1"}}, ".", False),
        ("aws_db_instance.a", {"identifier": "orders-prod"}, ".", True),
        ("aws_instance.device", {}, ".", None),
        ("aws_instance.products", {}, "stacks/shop", None),
        ("aws_instance.a", {"tags": {"env": "non-prod"}}, ".", False),
        ("aws_instance.a", {"tags": {"env": "nonprod"}}, ".", False),
        ("aws_instance.a", {"tags": {"Environment": "prod-test"}}, ".", True),
        ("aws_instance.a", {"tags": {"Environment": "blue"}}, "dev", False),
    ],
)
def test_tags_paths_and_names_tell(
    address: str, values: dict[str, object], stack: str, production: bool | None
) -> None:
    assert serves_production(resource(address, **values), stack) is production
