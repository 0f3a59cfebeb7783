"""Last resorts."""

from typing import Any

import pytest

from app.reasoning.offline.schema.fallbacks import fallback


@pytest.mark.parametrize(
    ("kind", "name", "of", "value"),
    [
        ("aws_x_y", "admin_email", "string", "ops@example.com"),
        ("aws_x_y", "master_password", "string", "@password"),
        ("aws_x_y", "ip_address", "string", "10.0.0.10"),
        ("aws_x_y", "force_destroy", "bool", False),
        ("aws_x_y", "enabled", "bool", True),
        ("aws_x_y", "listener_port", "number", 443),
        ("aws_x_y", "email_addresses", ["set", "string"], ["ops@example.com"]),
        ("aws_x_y", "labels", ["map", "string"], {"name": "@name"}),
        ("aws_x_y", "thing_arn", "string", "@text:arn:{partition}:x:{region}:{account}:thing/{label}"),
        ("aws_x_y", "whatever", "string", "@name"),
        ("aws_x_y", "box", ["object", {"enabled": "bool"}], {"enabled": True}),
    ],
)
def test_fallback(kind: str, name: str, of: Any, value: Any) -> None:
    assert fallback(kind, name, of) == value
