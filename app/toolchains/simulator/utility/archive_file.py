"""The ``archive`` provider: a real archive, the same bytes for the same files."""

import base64
import gzip
import hashlib
import io
import json
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from typing import Any

from app.domain.errors import Failure
from app.toolchains.simulator.provider import Behaviour, Subject
from app.toolchains.simulator.utility.jail import require_inside

# The provider gives every entry of an archive one fixed moment, so that equal files make equal archives.
MOMENT = (2049, 1, 1, 0, 0, 0)
MODE = 0o100644
DOING = "making an archive"


def _entries(subject: Subject) -> Iterator[tuple[str, bytes]]:
    values = subject.values
    if values.get("source_content") is not None:
        yield str(values.get("source_content_filename") or "content"), str(values["source_content"]).encode()
    if values.get("source_file") is not None:
        path = require_inside(subject.place, str(values["source_file"]), DOING)
        if not path.is_file():
            raise Failure(DOING, f"could not archive missing file: {values['source_file']}")
        yield path.name, path.read_bytes()
    if values.get("source_dir") is not None:
        yield from _folder(subject, str(values["source_dir"]))
    for source in values.get("source") or ():
        yield str(source["filename"]), str(source["content"]).encode()


def _folder(subject: Subject, name: str) -> Iterator[tuple[str, bytes]]:
    folder = require_inside(subject.place, name, DOING)
    if not folder.is_dir():
        raise Failure(DOING, f"could not archive missing directory: {name}")
    excluded = [str(pattern) for pattern in subject.values.get("excludes") or ()]
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).as_posix()
        if path.is_file() and not any(_excluded(inside, pattern) for pattern in excluded):
            yield inside, require_inside(subject.place, str(path), DOING).read_bytes()


def _excluded(path: str, pattern: str) -> bool:
    pattern = pattern.removeprefix("./").rstrip("/")
    return fnmatch(path, pattern) or path.startswith(f"{pattern}/") or fnmatch(path, pattern.replace("**/", "*"))


def zipped(entries: dict[str, bytes]) -> bytes:
    """A zip file with the entries in the order of their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(entries):
            info = zipfile.ZipInfo(name, MOMENT)
            info.external_attr = MODE << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, entries[name])
    return out.getvalue()


def tarred(entries: dict[str, bytes]) -> bytes:
    """A gzipped tar file with the entries in the order of their names."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name in sorted(entries):
            info = tarfile.TarInfo(name)
            info.size = len(entries[name])
            info.mode = MODE & 0o777
            archive.addfile(info, io.BytesIO(entries[name]))
    # gzip would write the current time into its header.
    return gzip.compress(plain.getvalue(), mtime=0)


def make_archive(subject: Subject) -> Mapping[str, Any]:
    """Writes the archive and tells its digests.

    Where files are forbidden nothing is read or written, and the digests are made up from the arguments: a plan needs
    some, and does not depend on which.
    """
    if subject.place.directory is None:
        return digests(json.dumps(subject.values, sort_keys=True, default=str).encode())
    entries = dict(_entries(subject))
    if not entries:
        raise Failure(DOING, "no source was given", "Set source_dir, source_file, source_content or a source block.")
    content = tarred(entries) if subject.values.get("type") == "tar.gz" else zipped(entries)
    path = str(subject.values["output_path"])
    target = require_inside(subject.place, path, DOING)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    except OSError as error:
        raise Failure(DOING, f"{path}: {error.strerror}") from error
    return digests(content)


def digests(content: bytes) -> dict[str, Any]:
    """The digests and the size of an archive; its identifier is its SHA-1."""
    sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    sha256, sha512 = hashlib.sha256(content), hashlib.sha512(content)
    return {
        "id": sha1,
        "output_sha": sha1,
        "output_md5": hashlib.md5(content, usedforsecurity=False).hexdigest(),
        "output_sha256": sha256.hexdigest(),
        "output_sha512": sha512.hexdigest(),
        "output_base64sha256": base64.b64encode(sha256.digest()).decode(),
        "output_base64sha512": base64.b64encode(sha512.digest()).decode(),
        "output_size": len(content),
    }


BEHAVIOUR = Behaviour(create={"archive_file": make_archive}, read={"archive_file": make_archive})
