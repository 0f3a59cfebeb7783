from typing import Any

import pytest

from app.domain.request import Constraints, Request
from app.reasoning.offline.build.logs import nearest_retention, retention
from tests.unit.reasoning.offline.small_catalogue import built_of, component, resource


@pytest.mark.parametrize(("days", "expected"), [(1, 1), (8, 14), (365, 365), (366, 400), (9999, 3653)])
def test_nearest(days: int, expected: int) -> None:
    assert nearest_retention(days) == expected


@pytest.mark.parametrize(
    ("frameworks", "expected"), [((), 365), (("hipaa",), 2192), (("soc2", "sox"), 2557), (("gdpr",), 365)]
)
def test_frameworks_keep_logs_longer(frameworks: tuple[str, ...], expected: int) -> None:
    assert retention(Request("t", "t", constraints=Constraints(frameworks=frameworks))) == expected


@pytest.mark.parametrize(("settings", "expected"), [({}, 365), ({"log_retention": 20}, 30)])
def test_a_log_group_is_encrypted_and_kept(settings: dict[str, Any], expected: object) -> None:
    built = built_of([component("lambda", "worker", settings=settings)])
    body = resource(built, "aws_cloudwatch_log_group.worker").body
    assert body["retention_in_days"] == expected
    assert body["kms_key_id"].address == "aws_kms_key.main"
