"""The ``local`` provider: real files, inside the run's folder only."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from app.domain.errors import Failure
from app.toolchains.simulator.provider import Behaviour, Subject
from app.toolchains.simulator.utility.jail import require_inside
from app.toolchains.simulator.values import Unknown

MODE = "0777"
MODE_OF_SENSITIVE = "0700"


def digests(content: bytes) -> dict[str, str]:
    """The digests every type of the provider shows."""
    sha256, sha512 = hashlib.sha256(content), hashlib.sha512(content)
    return {
        "content_md5": hashlib.md5(content, usedforsecurity=False).hexdigest(),
        "content_sha1": hashlib.sha1(content, usedforsecurity=False).hexdigest(),
        "content_sha256": sha256.hexdigest(),
        "content_sha512": sha512.hexdigest(),
        "content_base64sha256": base64.b64encode(sha256.digest()).decode(),
        "content_base64sha512": base64.b64encode(sha512.digest()).decode(),
    }


def plan_file(subject: Subject) -> None:
    """The default permissions, which the schema calls computed."""
    mode = MODE_OF_SENSITIVE if subject.kind == "local_sensitive_file" else MODE
    for name in ("directory_permission", "file_permission"):
        if isinstance(subject.values.get(name), Unknown):
            subject.values[name] = mode


def _content(subject: Subject) -> bytes:
    values = subject.values
    if values.get("content_base64") is not None:
        return base64.b64decode(values["content_base64"])
    if values.get("source") is not None:
        return _read(subject, str(values["source"]))
    return str(values.get("sensitive_content") or values.get("content") or "").encode()


def _read(subject: Subject, path: str) -> bytes:
    target = require_inside(subject.place, path, "reading a local file")
    try:
        return target.read_bytes()
    except OSError as error:
        raise Failure("reading a local file", f"{path}: {error.strerror}") from error


def create_file(subject: Subject) -> Mapping[str, Any]:
    """Writes the file; its identifier is the digest of its content."""
    content = _content(subject)
    path = str(subject.values["filename"])
    target = require_inside(subject.place, path, "writing a local file")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        target.chmod(int(str(subject.values.get("file_permission") or "0644"), 8) & 0o777)
    except (OSError, ValueError) as error:
        raise Failure("writing a local file", f"{path}: {error}") from error
    found = digests(content)
    return {**found, "id": found["content_sha1"]}


def delete_file(subject: Subject) -> None:
    """Removes the file."""
    require_inside(subject.place, str(subject.values["filename"]), "removing a local file").unlink(missing_ok=True)


def read_file(subject: Subject) -> Mapping[str, Any]:
    """The content of a file."""
    content = _read(subject, str(subject.values["filename"]))
    found = digests(content)
    text = content.decode(errors="replace")
    return {**found, "content": text, "content_base64": base64.b64encode(content).decode(), "id": found["content_sha1"]}


def read_command(_subject: Subject) -> Mapping[str, Any]:
    """An empty output: commands are never run."""
    return {"stdout": "", "stderr": "", "exit_code": 0}


BEHAVIOUR = Behaviour(
    plan={"local_file": plan_file, "local_sensitive_file": plan_file},
    create={"local_file": create_file, "local_sensitive_file": create_file},
    delete={"local_file": delete_file, "local_sensitive_file": delete_file},
    read={"local_file": read_file, "local_sensitive_file": read_file, "local_command": read_command},
)
