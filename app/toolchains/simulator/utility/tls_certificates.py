"""Certificates of the ``tls`` provider: real ones, signed without chance, valid from the simulator's one moment on."""

import ipaddress
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app.domain.errors import Failure
from app.toolchains.simulator.provider import Subject
from app.toolchains.simulator.tokens import NOW, Tokens
from app.toolchains.simulator.utility.tls_keys import PrivateKey, algorithm_of, loaded
from app.toolchains.simulator.values import Unknown

NAMES = {
    "common_name": NameOID.COMMON_NAME,
    "country": NameOID.COUNTRY_NAME,
    "email_address": NameOID.EMAIL_ADDRESS,
    "locality": NameOID.LOCALITY_NAME,
    "organization": NameOID.ORGANIZATION_NAME,
    "organizational_unit": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "postal_code": NameOID.POSTAL_CODE,
    "province": NameOID.STATE_OR_PROVINCE_NAME,
    "serial_number": NameOID.SERIAL_NUMBER,
}
USAGES = {
    "server_auth": ExtendedKeyUsageOID.SERVER_AUTH,
    "client_auth": ExtendedKeyUsageOID.CLIENT_AUTH,
    "code_signing": ExtendedKeyUsageOID.CODE_SIGNING,
    "email_protection": ExtendedKeyUsageOID.EMAIL_PROTECTION,
    "timestamping": ExtendedKeyUsageOID.TIME_STAMPING,
    "ocsp_signing": ExtendedKeyUsageOID.OCSP_SIGNING,
}
START = datetime.fromisoformat(NOW)
DOING = "making a certificate"


def plan_certificate(subject: Subject) -> None:
    """The defaults of a certificate, which its schema calls computed."""
    defaults = (
        ("early_renewal_hours", 0),
        ("is_ca_certificate", False),
        ("set_subject_key_id", False),
        ("set_authority_key_id", False),
        ("ready_for_renewal", False),
    )
    for name, default in defaults:
        if isinstance(subject.values.get(name), Unknown):
            subject.values[name] = default


def _name(values: Mapping[str, Any]) -> x509.Name:
    blocks = values.get("subject") or ()
    try:
        return x509.Name(
            x509.NameAttribute(oid, str(block[name]))
            for block in blocks
            for name, oid in NAMES.items()
            if block.get(name)
        )
    except ValueError as error:
        raise Failure(DOING, str(error)) from error


def _alternatives(values: Mapping[str, Any]) -> x509.SubjectAlternativeName | None:
    found: list[x509.GeneralName] = [x509.DNSName(str(name)) for name in values.get("dns_names") or ()]
    found += [x509.IPAddress(ipaddress.ip_address(str(address))) for address in values.get("ip_addresses") or ()]
    found += [x509.UniformResourceIdentifier(str(uri)) for uri in values.get("uris") or ()]
    return x509.SubjectAlternativeName(found) if found else None


def _signing(key: PrivateKey) -> dict[str, Any]:
    return {
        "private_key": key,
        "algorithm": None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256(),
        "ecdsa_deterministic": True if isinstance(key, ec.EllipticCurvePrivateKey) else None,
    }


def _certificate(
    values: Mapping[str, Any],
    tokens: Tokens,
    *,
    subject: x509.Name,
    issuer: x509.Name,
    public_key: Any,
    alternatives: x509.SubjectAlternativeName | None,
    signer: PrivateKey,
) -> dict[str, Any]:
    end = START + timedelta(hours=int(values["validity_period_hours"]))
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(tokens.number("serial", 2**120) + 1)
        .not_valid_before(START)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=bool(values.get("is_ca_certificate")), path_length=None), critical=True)
    )
    usages = [USAGES[usage] for usage in values.get("allowed_uses") or () if usage in USAGES]
    if usages:
        builder = builder.add_extension(x509.ExtendedKeyUsage(usages), critical=False)
    if alternatives is not None:
        builder = builder.add_extension(alternatives, critical=False)
    pem = builder.sign(**_signing(signer)).public_bytes(serialization.Encoding.PEM).decode()
    return {
        "id": str(tokens.number("id", 10**30)),
        "cert_pem": pem,
        "ready_for_renewal": False,
        "validity_start_time": NOW,
        "validity_end_time": end.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def create_self_signed(subject: Subject) -> Mapping[str, Any]:
    """A certificate signed with its own key."""
    key = loaded(str(subject.values["private_key_pem"]))
    name = _name(subject.values)
    made = _certificate(
        subject.values,
        subject.tokens,
        subject=name,
        issuer=name,
        public_key=key.public_key(),
        alternatives=_alternatives(subject.values),
        signer=key,
    )
    return {**made, "key_algorithm": algorithm_of(key)}


def create_request(subject: Subject) -> Mapping[str, Any]:
    """A request to sign a certificate."""
    key = loaded(str(subject.values["private_key_pem"]))
    builder = x509.CertificateSigningRequestBuilder().subject_name(_name(subject.values))
    alternatives = _alternatives(subject.values)
    if alternatives is not None:
        builder = builder.add_extension(alternatives, critical=False)
    pem = builder.sign(**_signing(key)).public_bytes(serialization.Encoding.PEM).decode()
    return {"id": subject.tokens.text("hex40"), "cert_request_pem": pem, "key_algorithm": algorithm_of(key)}


def create_signed(subject: Subject) -> Mapping[str, Any]:
    """A certificate signed by an authority's key."""
    values = subject.values
    try:
        request = x509.load_pem_x509_csr(str(values["cert_request_pem"]).encode())
        authority = x509.load_pem_x509_certificate(str(values["ca_cert_pem"]).encode())
    except ValueError as error:
        raise Failure(DOING, "the request or the authority's certificate is not in PEM form") from error
    key = loaded(str(values["ca_private_key_pem"]))
    asked = [extension.value for extension in request.extensions]
    alternatives = next((each for each in asked if isinstance(each, x509.SubjectAlternativeName)), None)
    made = _certificate(
        values,
        subject.tokens,
        subject=request.subject,
        issuer=authority.subject,
        public_key=request.public_key(),
        alternatives=alternatives,
        signer=key,
    )
    return {**made, "ca_key_algorithm": algorithm_of(key)}


def read_certificate(subject: Subject) -> Mapping[str, Any]:
    """The certificate a server would show; no server is asked, and so only its shape is true."""
    tokens = subject.tokens
    certificate = {
        "cert_pem": subject.values.get("content") or "",
        "is_ca": True,
        "issuer": "CN=Simulated Root CA",
        "not_after": "2035-01-01T00:00:00Z",
        "not_before": NOW,
        "public_key_algorithm": "RSA",
        "serial_number": str(tokens.number("serial", 10**30)),
        "sha1_fingerprint": tokens.text("hex40"),
        "signature_algorithm": "SHA256-RSA",
        "subject": "CN=Simulated Root CA",
        "version": 3,
    }
    return {"id": tokens.text("hex40"), "certificates": [certificate]}
