"""The ``tls`` provider. Its cryptography is imported when first used: most stacks never do."""

from collections.abc import Mapping
from typing import Any

from app.toolchains.simulator.provider import Behaviour, Subject


def _plan_key(subject: Subject) -> None:
    from app.toolchains.simulator.utility import tls_keys  # noqa: PLC0415  80 ms that few stacks need

    tls_keys.plan_key(subject)


def _plan_certificate(subject: Subject) -> None:
    from app.toolchains.simulator.utility import tls_certificates  # noqa: PLC0415

    tls_certificates.plan_certificate(subject)


def _create(subject: Subject) -> Mapping[str, Any]:
    from app.toolchains.simulator.utility import tls_certificates, tls_keys  # noqa: PLC0415

    makers = {
        "tls_private_key": tls_keys.create_key,
        "tls_self_signed_cert": tls_certificates.create_self_signed,
        "tls_cert_request": tls_certificates.create_request,
        "tls_locally_signed_cert": tls_certificates.create_signed,
    }
    return makers[subject.kind](subject)


def _read(subject: Subject) -> Mapping[str, Any]:
    from app.toolchains.simulator.utility import tls_certificates, tls_keys  # noqa: PLC0415

    readers = {"tls_certificate": tls_certificates.read_certificate, "tls_public_key": tls_keys.read_public}
    return readers[subject.kind](subject)


BEHAVIOUR = Behaviour(
    plan={
        "tls_private_key": _plan_key,
        "tls_self_signed_cert": _plan_certificate,
        "tls_locally_signed_cert": _plan_certificate,
    },
    create=dict.fromkeys(
        ("tls_private_key", "tls_self_signed_cert", "tls_cert_request", "tls_locally_signed_cert"), _create
    ),
    read=dict.fromkeys(("tls_certificate", "tls_public_key"), _read),
)
