"""Evaluates policies in Rego: ``python -m app.toolchains.rego.worker``, inside the sandbox.

The job (JSON on standard input) is ``{"files": [[path, text]], "input": {…}, "missing": [key], "skip": [name]}``; what
it comes to is told in JSON lines as soon as it is known: ``{"at": name, "path", "line"}`` before anything that could
end this process, ``{"problem": [path, line, wrong]}``, ``{"said": {…}}``, ``{"passed": id}`` and at last
``{"done": true}``. ``skip`` names what ended an earlier process.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

import regorus

from app.toolchains.rego.modules import (
    Entry,
    Module,
    Refused,
    parsed,
    place_of,
    refused,
    require_known,
    require_purpose,
)
from app.toolchains.rego.sayings import Malformed, rule_of, said

MOST = 1000
"""What one rule may say; beyond that nobody reads it."""


def main() -> int:
    """One job."""
    Worker(json.load(sys.stdin), sys.stdout).run()
    return 0


class Worker:
    """One job's way: parse each file, refuse what cannot be judged, evaluate the rest."""

    def __init__(self, job: Mapping[str, Any], out: TextIO) -> None:
        self._job = job
        self._out = out
        self._skip = frozenset(job["skip"])

    def run(self) -> None:
        """All of it."""
        modules = dict(self._parse())
        packages = [module.package for module in modules.values()]
        ready: dict[str, Module] = {}
        for path, module in modules.items():
            try:
                require_known(module, packages, self._job["missing"])
                if len(modules) == len(self._job["files"]):
                    require_purpose(module, [other for other in modules.values() if other is not module])
                ready[path] = module
            except Refused as error:
                self._problem(path, error)
        self._evaluate(ready, {path: module.version_0 for path, module in modules.items()})
        self._say({"done": True})

    def _parse(self) -> Iterator[tuple[str, Module]]:
        for path, text in self._job["files"]:
            if path in self._skip:
                continue
            self._say({"at": path, "path": path, "line": None})
            try:
                yield path, parsed(path, text, new_engine)
            except Refused as error:
                self._problem(path, error)
            except RecursionError:
                self._problem(path, Refused(None, "it is nested too deeply"))

    def _evaluate(self, ready: Mapping[str, Module], versions: Mapping[str, bool]) -> None:
        """Every entry once, though its package may be spread over files."""
        engine = regorus.Engine()
        for path, text in self._job["files"]:
            if path in versions:
                engine.set_rego_v0(versions[path])
                engine.add_policy(path, text)
        engine.set_input_json(json.dumps(self._job["input"]))
        seen: set[str] = set()
        for path, module in ready.items():
            for entry in module.entries:
                if entry.path not in seen and entry.path not in self._skip:
                    seen.add(entry.path)
                    self._judge(engine, path, entry)

    def _judge(self, engine: Any, path: str, entry: Entry) -> None:
        self._say({"at": entry.path, "path": path, "line": entry.line})
        try:
            value = json.loads(engine.eval_rule_as_json(entry.path))
            sayings = said(entry, value)
        except Malformed as error:
            self._problem(path, Refused(entry.line, str(error)))
            return
        except (RuntimeError, ValueError) as error:
            self._problem(place_of(error) or path, refused(error))
            return
        for one in sayings[:MOST]:
            self._say({"said": one})
        if len(sayings) > MOST:
            self._problem(path, Refused(entry.line, f"{entry.path} says more than {MOST} things"))
        elif not sayings:
            self._say({"passed": rule_of(entry)})

    def _problem(self, path: str, error: Refused) -> None:
        self._say({"problem": [path, error.line, error.wrong]})

    def _say(self, record: Mapping[str, Any]) -> None:
        self._out.write(f"{json.dumps(record)}\n")
        self._out.flush()


def new_engine(version_0: bool) -> Any:
    """An empty engine that reads one version."""
    engine = regorus.Engine()
    engine.set_rego_v0(version_0)
    return engine


if __name__ == "__main__":
    sys.exit(main())
