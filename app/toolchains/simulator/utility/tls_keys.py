"""Keys of the ``tls`` provider: real ones, made from the object's seed.

The keys are for simulation only and never leave it. RSA keys have 1,024 bits whatever was asked for: the primes of
a longer one, found again in every run, would take seconds.
"""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from app.domain.errors import Failure
from app.toolchains.simulator.provider import Subject
from app.toolchains.simulator.tokens import Tokens
from app.toolchains.simulator.utility.primes import prime
from app.toolchains.simulator.values import Unknown

CURVES: Mapping[str, type[ec.EllipticCurve]] = {
    "P224": ec.SECP224R1,
    "P256": ec.SECP256R1,
    "P384": ec.SECP384R1,
    "P521": ec.SECP521R1,
}
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


def key_of(algorithm: str, curve: str, tokens: Tokens) -> PrivateKey:
    """The private key of a seed; raises `Failure` for an unknown algorithm or curve."""
    if algorithm == "ED25519":
        return ed25519.Ed25519PrivateKey.from_private_bytes(tokens.bytes("ed25519", 32))
    if algorithm == "ECDSA" and curve in CURVES:
        kind = CURVES[curve]()
        return ec.derive_private_key(tokens.number("ecdsa", 2 ** (kind.key_size - 2)) + 1, kind)
    if algorithm == "RSA":
        return _rsa(tokens)
    raise Failure("making a key", f"no algorithm {algorithm} {curve}".rstrip(), "use RSA, ECDSA or ED25519")


def _rsa(tokens: Tokens) -> rsa.RSAPrivateKey:
    p, q = prime(tokens, "p", 512), prime(tokens, "q", 512)
    exponent = 65537
    private = pow(exponent, -1, (p - 1) * (q - 1))
    numbers = rsa.RSAPrivateNumbers(
        p,
        q,
        private,
        rsa.rsa_crt_dmp1(private, p),
        rsa.rsa_crt_dmq1(private, q),
        rsa.rsa_crt_iqmp(p, q),
        rsa.RSAPublicNumbers(exponent, p * q),
    )
    return numbers.private_key()


def _private_pem(key: PrivateKey, form: serialization.PrivateFormat) -> str:
    if form is serialization.PrivateFormat.TraditionalOpenSSL and isinstance(key, ed25519.Ed25519PrivateKey):
        form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def _openssh(key: PrivateKey, tokens: Tokens) -> str:
    """The OpenSSH form, whose two equal check numbers are otherwise drawn by chance.

    The body is a magic word, three strings (cipher, key derivation, its options), a count, the public key and the
    private part, which begins with the check numbers; strings have their length before them (PROTOCOL.key of OpenSSH).
    """
    first, *lines, last = _private_pem(key, serialization.PrivateFormat.OpenSSH).strip().splitlines()
    body = bytearray(base64.b64decode("".join(lines)))
    place = len(b"openssh-key-v1\0")
    for skipped in (0, 0, 4, 0):
        place += 4 + int.from_bytes(body[place : place + 4], "big") + skipped
    body[place + 4 : place + 12] = tokens.bytes("check", 4) * 2
    text = base64.b64encode(body).decode()
    width = len(lines[0])
    wrapped = [text[start : start + width] for start in range(0, len(text), width)]
    return "\n".join([first, *wrapped, last, ""])


def public_parts(key: PrivateKey) -> dict[str, str]:
    """The forms of a public key and its fingerprints."""
    public = key.public_key()
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name == "secp224r1":
        return {"public_key_pem": pem, "public_key_openssh": ""}
    line = public.public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode()
    return {"public_key_pem": pem, "public_key_openssh": f"{line}\n", **_fingerprints(line)}


def _fingerprints(line: str) -> dict[str, str]:
    body = base64.b64decode(line.split()[1])
    md5 = hashlib.md5(body, usedforsecurity=False).hexdigest()
    sha256 = base64.b64encode(hashlib.sha256(body).digest()).decode().rstrip("=")
    return {
        "public_key_fingerprint_md5": ":".join(md5[index : index + 2] for index in range(0, 32, 2)),
        "public_key_fingerprint_sha256": f"SHA256:{sha256}",
    }


def plan_key(subject: Subject) -> None:
    """The defaults of a key, which its schema calls computed."""
    for name, default in (("rsa_bits", 2048), ("ecdsa_curve", "P224")):
        if isinstance(subject.values.get(name), Unknown):
            subject.values[name] = default


def create_key(subject: Subject) -> Mapping[str, Any]:
    """A private key in its forms."""
    values = subject.values
    key = key_of(str(values["algorithm"]), str(values.get("ecdsa_curve")), subject.tokens)
    forms = serialization.PrivateFormat
    without_openssh = values.get("ecdsa_curve") == "P224" and values["algorithm"] == "ECDSA"
    return {
        "id": subject.tokens.text("hex40"),
        "private_key_pem": _private_pem(key, forms.TraditionalOpenSSL),
        "private_key_pem_pkcs8": _private_pem(key, forms.PKCS8),
        "private_key_openssh": "" if without_openssh else _openssh(key, subject.tokens),
        **public_parts(key),
    }


def loaded(text: str) -> PrivateKey:
    """The key in a PEM text; raises `Failure` for anything else."""
    try:
        key = serialization.load_pem_private_key(text.encode(), password=None)
    except (ValueError, TypeError):
        try:
            key = serialization.load_ssh_private_key(text.encode(), password=None)
        except (ValueError, TypeError) as error:
            raise Failure("reading a private key", "it is in no known PEM form") from error
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey):
        raise Failure("reading a private key", "its algorithm is none of RSA, ECDSA, ED25519")
    return key


def read_public(subject: Subject) -> Mapping[str, Any]:
    """The public half of a private key."""
    key = loaded(str(subject.values.get("private_key_pem") or subject.values.get("private_key_openssh") or ""))
    return {"id": subject.tokens.text("hex40"), "algorithm": algorithm_of(key), **public_parts(key)}


def algorithm_of(key: PrivateKey) -> str:
    """The provider's name of a key's algorithm."""
    if isinstance(key, rsa.RSAPrivateKey):
        return "RSA"
    return "ECDSA" if isinstance(key, ec.EllipticCurvePrivateKey) else "ED25519"
