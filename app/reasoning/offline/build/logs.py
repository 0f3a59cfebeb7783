"""Log groups: encrypted, kept as long as the request or its frameworks say."""

from typing import Any

from app.domain.request import Component, Request
from app.domain.resources import Validation
from app.knowledge.catalogue.base import Site

RETENTIONS = (
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
)  # fmt: skip
"""Days that CloudWatch Logs takes (API reference of PutRetentionPolicy)."""

BY_FRAMEWORK = {"hipaa": 2192, "pci": 365, "soc2": 365, "sox": 2557}
"""Days that audit logs are kept at least: HIPAA 45 CFR 164.316(b)(2)(i) six years; PCI DSS 10.5.1 one year; SOC 2 by
custom one year; SOX section 802 seven years."""

USUAL = 365
"""Days that production logs are kept where nothing asks for more."""


def nearest_retention(days: int) -> int:
    """The shortest retention that CloudWatch takes and that is not less than ``days``."""
    return next((value for value in RETENTIONS if value >= days), RETENTIONS[-1])


def retention(request: Request) -> int:
    """Days to keep logs in production."""
    return max([USUAL, *(BY_FRAMEWORK.get(name, 0) for name in request.constraints.frameworks)])


def log_group_body(site: Site, component: Component, name: Any) -> dict[str, Any]:
    """The body of a component's log group; a retention that the component states is written as it is."""
    stated = next((component.settings[word] for word in ("log_retention", "log_retention_days")
                   if word in component.settings), None)  # fmt: skip
    days: Any = nearest_retention(int(stated)) if isinstance(stated, int | float) and stated > 0 else None
    if days is None:
        days = site.variable(
            "log_retention_days",
            "number",
            "Days that logs are kept in CloudWatch.",
            validations=(
                Validation(
                    f"contains([{', '.join(str(value) for value in RETENTIONS)}], var.log_retention_days)",
                    "The value must be a retention that CloudWatch Logs offers, such as 30, 90 or 365.",
                ),
            ),
            by_environment={"dev": 30, "prod": retention(site.request)},
        )
    return {"name": name, "retention_in_days": days, "kms_key_id": site.key("logs.amazonaws.com")}
