"""The ``http`` provider: an empty answer, as nothing simulated goes to the network."""

from collections.abc import Mapping
from typing import Any

from app.toolchains.simulator.provider import Behaviour, Subject


def read_http(subject: Subject) -> Mapping[str, Any]:
    """Status 200 and an empty JSON object."""
    return {
        "id": subject.values.get("url"),
        "status_code": 200,
        "body": "{}",
        "response_body": "{}",
        "response_body_base64": "e30=",
        "response_headers": {"Content-Type": "application/json"},
    }


BEHAVIOUR = Behaviour(read={"http": read_http})
