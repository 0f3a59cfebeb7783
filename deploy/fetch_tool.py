"""Fetches one program out of a release's archive, where the archive is the one that was pinned.

``python fetch_tool.py URL SHA256 MEMBER TARGET``: a ``.tar.gz`` or ``.zip`` is read into memory and held against its
SHA-256 before anything of it is written. Exit code 1 with the reason where it is not that archive. It runs in a bare
Python image: standard library alone.
"""

import hashlib
import io
import sys
import tarfile
import urllib.request
import zipfile
from pathlib import Path

TIMEOUT = 120.0


def fetch(url: str, digest: str, member: str, target: Path) -> None:
    """Write ``member`` of the archive to ``target``, to be run by all; raises ``ValueError`` for another archive."""
    with urllib.request.urlopen(url, timeout=TIMEOUT) as answer:  # noqa: S310 - pinned by digest
        archive = answer.read()
    found = hashlib.sha256(archive).hexdigest()
    if found != digest:
        raise ValueError(f"{url} has the SHA-256 {found}, not {digest or 'one that was pinned'}")
    program = _member(archive, member)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(program)
    target.chmod(0o755)


def _member(archive: bytes, name: str) -> bytes:
    file = io.BytesIO(archive)
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as box:
            return box.read(name)
    file.seek(0)
    with tarfile.open(fileobj=file) as box:
        content = box.extractfile(name)
        if content is None:
            raise ValueError(f"{name} is no file")
        return content.read()


def main(words: list[str]) -> int:
    """The exit code."""
    url, digest, member, target = words
    try:
        fetch(url, digest, member, Path(target))
    except (OSError, ValueError, KeyError, tarfile.TarError, zipfile.BadZipFile) as error:
        sys.stderr.write(f"fetching {member}: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
