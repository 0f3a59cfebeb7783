"""Keys of the tls provider."""

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_ssh_private_key, load_ssh_public_key

from app.domain.errors import Failure
from app.toolchains.simulator.tokens import Tokens
from app.toolchains.simulator.utility.tls_keys import create_key, key_of, loaded, plan_key, read_public
from app.toolchains.simulator.values import UNKNOWN
from tests.unit.toolchains.simulator.subjects import subject_of


@pytest.mark.parametrize(
    ("algorithm", "curve", "openssh"),
    [
        ("RSA", "P224", "ssh-rsa "),
        ("ECDSA", "P256", "ecdsa-sha2-nistp256 "),
        ("ECDSA", "P224", ""),
        ("ED25519", "P224", "ssh-ed25519 "),
    ],
)
def test_keys_are_real_and_stable(algorithm: str, curve: str, openssh: str) -> None:
    answer = create_key(subject_of("tls_private_key", algorithm=algorithm, ecdsa_curve=curve))
    assert answer == create_key(subject_of("tls_private_key", algorithm=algorithm, ecdsa_curve=curve))
    load_pem_private_key(answer["private_key_pem"].encode(), None)
    load_pem_private_key(answer["private_key_pem_pkcs8"].encode(), None)
    assert answer["public_key_pem"].startswith("-----BEGIN PUBLIC KEY-----")
    assert answer["public_key_openssh"].startswith(openssh)
    if openssh:
        load_ssh_public_key(answer["public_key_openssh"].encode())
        load_ssh_private_key(answer["private_key_openssh"].encode(), None)
        assert answer["public_key_fingerprint_sha256"].startswith("SHA256:")
    public = read_public(subject_of("tls_public_key", "data", private_key_pem=answer["private_key_pem"]))
    assert public["public_key_pem"] == answer["public_key_pem"]
    assert public["algorithm"] == algorithm


def test_unknown_algorithm() -> None:
    with pytest.raises(Failure, match="no algorithm DSA"):
        key_of("DSA", "P256", Tokens("s"))


def test_text_that_is_no_key() -> None:
    with pytest.raises(Failure, match="no known PEM form"):
        loaded("nothing")


def test_defaults() -> None:
    subject = subject_of("tls_private_key", rsa_bits=UNKNOWN, ecdsa_curve="P384")
    plan_key(subject)
    assert (subject.values["rsa_bits"], subject.values["ecdsa_curve"]) == (2048, "P384")
