"""Certificates of the tls provider."""

from typing import Any

import pytest
from cryptography import x509

from app.domain.errors import Failure
from app.toolchains.simulator.utility import tls_certificates
from app.toolchains.simulator.utility.tls_keys import create_key
from app.toolchains.simulator.values import UNKNOWN
from tests.unit.toolchains.simulator.subjects import subject_of

NAMED: dict[str, Any] = {
    "subject": [{"common_name": "example.com", "organization": "Example"}],
    "validity_period_hours": 24,
}


def key(algorithm: str = "ED25519", seed: str = "k") -> str:
    made = create_key(subject_of("tls_private_key", seed=seed, algorithm=algorithm, ecdsa_curve="P256"))
    return str(made["private_key_pem"])


def self_signed(algorithm: str = "ED25519", **values: Any) -> dict[str, Any]:
    given = {"private_key_pem": key(algorithm), "allowed_uses": ["server_auth", "digital_signature"], **NAMED, **values}
    return dict(tls_certificates.create_self_signed(subject_of("tls_self_signed_cert", **given)))


@pytest.mark.parametrize("algorithm", ["RSA", "ECDSA", "ED25519"])
def test_self_signed(algorithm: str) -> None:
    answer = self_signed(algorithm, dns_names=["a.example"], ip_addresses=["10.0.0.1"], uris=["spiffe://a"])
    assert answer == self_signed(algorithm, dns_names=["a.example"], ip_addresses=["10.0.0.1"], uris=["spiffe://a"])
    certificate = x509.load_pem_x509_certificate(answer["cert_pem"].encode())
    assert certificate.issuer == certificate.subject
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["a.example"]
    assert answer["validity_end_time"] == "2025-01-02T00:00:00Z"
    assert answer["key_algorithm"] == algorithm


def test_authority_signs_a_request() -> None:
    authority = self_signed(is_ca_certificate=True)
    request = tls_certificates.create_request(
        subject_of("tls_cert_request", private_key_pem=key(seed="r"), dns_names=["b.example"], **NAMED)
    )
    signed = tls_certificates.create_signed(
        subject_of(
            "tls_locally_signed_cert",
            cert_request_pem=request["cert_request_pem"],
            ca_cert_pem=authority["cert_pem"],
            ca_private_key_pem=key(),
            validity_period_hours=1,
        )
    )
    certificate = x509.load_pem_x509_certificate(signed["cert_pem"].encode())
    certificate.verify_directly_issued_by(x509.load_pem_x509_certificate(authority["cert_pem"].encode()))
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["b.example"]


@pytest.mark.parametrize(
    "values", [{"subject": [{"country": "too long"}], "validity_period_hours": 1}, {"private_key_pem": "x"}]
)
def test_refusals(values: dict[str, Any]) -> None:
    with pytest.raises(Failure):
        self_signed(**values)


def test_request_must_be_pem() -> None:
    with pytest.raises(Failure, match="not in PEM form"):
        tls_certificates.create_signed(
            subject_of("tls_locally_signed_cert", cert_request_pem="x", ca_cert_pem="y", ca_private_key_pem="z")
        )


def test_certificate_of_a_server_has_its_shape() -> None:
    answer = tls_certificates.read_certificate(subject_of("tls_certificate", "data", url="https://example.com"))
    assert len(answer["certificates"][0]["sha1_fingerprint"]) == 40


def test_defaults() -> None:
    subject = subject_of("tls_self_signed_cert", early_renewal_hours=UNKNOWN, ready_for_renewal=UNKNOWN)
    tls_certificates.plan_certificate(subject)
    assert (subject.values["early_renewal_hours"], subject.values["ready_for_renewal"]) == (0, False)
