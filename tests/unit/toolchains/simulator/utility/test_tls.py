"""The tls provider reaches its parts."""

from typing import Any

import pytest

from app.toolchains.simulator.utility.tls import BEHAVIOUR
from app.toolchains.simulator.values import UNKNOWN
from tests.unit.toolchains.simulator.subjects import subject_of


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("tls_private_key", "rsa_bits", 2048),
        ("tls_self_signed_cert", "is_ca_certificate", False),
        ("tls_locally_signed_cert", "early_renewal_hours", 0),
    ],
)
def test_plans(kind: str, name: str, expected: object) -> None:
    unknown: dict[str, Any] = {name: UNKNOWN}
    subject = subject_of(kind, **unknown)
    BEHAVIOUR.plan[kind](subject)
    assert subject.values[name] == expected


def test_creates_and_reads() -> None:
    made = BEHAVIOUR.create["tls_private_key"](subject_of("tls_private_key", algorithm="ED25519"))
    read = BEHAVIOUR.read["tls_public_key"](
        subject_of("tls_public_key", "data", private_key_pem=made["private_key_pem"])
    )
    assert read["public_key_openssh"] == made["public_key_openssh"]
