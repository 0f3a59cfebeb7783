"""What the fake GitHub is made of: the App's keys, refusals as GitHub words them, packed repositories."""

import io
import json
import tarfile
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.fakes.faults import Answer
from tests.fakes.git_http import bare_repository


def refusal(status: int, message: str, **headers: str) -> Answer:
    """A refusal as GitHub words it."""
    body = json.dumps({"message": message, "documentation_url": "https://docs.github.com/rest"}).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, body, {"Content-Type": "application/json", **named})


ANSWERS: Mapping[str, Answer] = {
    "secondary": refusal(403, "You have exceeded a secondary rate limit.", Retry_After="1"),
    "too-many": refusal(429, "You have exceeded a secondary rate limit.", Retry_After="1"),
    "expired": refusal(401, "Bad credentials"),
    "unavailable": refusal(503, "Service unavailable"),
    "forbidden": refusal(403, "Resource not accessible by integration"),
    "missing": refusal(404, "Not Found"),
    "exists": refusal(422, "Reference already exists"),
}


@cache
def key_pair() -> tuple[str, str]:
    """The App's private and public key as PEM, made once in a process."""
    key = rsa.generate_private_key(65537, 2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


@cache
def packed(files: tuple[tuple[str, str], ...]) -> bytes:
    """A bare repository of these files, packed: made once in a process, unpacked in a moment."""
    with tempfile.TemporaryDirectory() as folder:
        bare, archive = bare_repository(Path(folder), "a/b", dict(files)), io.BytesIO()
        with tarfile.open(fileobj=archive, mode="w") as writer:
            writer.add(bare, arcname=".")
    return archive.getvalue()
