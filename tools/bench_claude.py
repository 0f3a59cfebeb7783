"""Measures what Claude adds: ``python -m tools.bench_claude [FILE] [--limit N] [--usd X] [--out DIR]``.

FILE holds one request a line as JSON: ``id``, ``prompt`` and, where there is a check, ``rego``, which reads Terraform's
plan JSON. Without FILE the example issues of the repository are taken. Each request is run twice by the command line,
offline and with Claude, into repositories of their own. A check holds where nothing that it says of the plan is false.

Nothing beyond ``--usd`` is spent: each run gets at most what is left. Without ``ANTHROPIC_API_KEY`` nothing is run, and
that is said aloud and is no failure. Exit code 1 where Claude's result is below the offline one.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import ROUND_DOWN, Decimal
from pathlib import Path
from typing import Any

import regorus

ROOT = Path(__file__).resolve().parents[1]
KEY = "ANTHROPIC_API_KEY"
PER_RUN = "AGENTS_REASONER_USD"
SKIPPED = f"""
======================================================================
 SKIPPED: nothing was measured, because {KEY} is not set.
 Set it and run again; --usd bounds what is spent.
======================================================================
"""
CENT = Decimal("0.01")
Agents = Callable[[Sequence[str], Mapping[str, str]], tuple[int, Any]]
"""Runs ``agents --json WORDS`` with more environment; the exit code and the JSON document, None without one."""


@dataclass(frozen=True, slots=True)
class Case:
    """A request and, perhaps, what its plan is checked by."""

    id: str
    prompt: str
    rego: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """What came of a request: ``open`` phrases were not understood, ``checked`` is None without a check."""

    code: int
    planned: bool
    passed: bool
    open: int
    checked: bool | None = None
    used: str = "offline"
    why: str = ""
    requests: int = 0
    tokens: int = 0
    usd: float = 0.0
    seconds: float = 0.0

    def below(self, floor: "Scored") -> bool:
        """Whether anything that the checks see got worse."""
        lost = (floor.planned and not self.planned) or (floor.passed and not self.passed)
        return lost or (self.planned == floor.planned and self.open > floor.open)


@dataclass(frozen=True, slots=True)
class Row:
    """A request both ways; ``claude`` is None where the money was at its end."""

    id: str
    offline: Scored
    claude: Scored | None


def read_cases(path: Path | None) -> list[Case]:
    """Those of the file, or the examples. Raises ``ValueError`` where a line is no request."""
    if path is None:
        return [Case(issue.stem, issue.read_text("utf-8")) for issue in sorted((ROOT / "examples/issues").glob("*.md"))]
    cases = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip():
            record = json.loads(line)
            if not {"id", "prompt"} <= set(record):
                raise ValueError(f"{path}:{number}: a request needs id and prompt")
            cases.append(Case(str(record["id"]), record["prompt"], record.get("rego", "")))
    return cases


def holds(rego: str, plan: str) -> bool:
    """Whether the check says something of the plan (Terraform's JSON) and nothing of it is false."""
    engine = regorus.Engine()
    engine.set_rego_v0("import rego.v1" not in rego)
    try:
        engine.add_policy("check.rego", rego)
        engine.set_input_json(plan)
        said = json.loads(engine.eval_query_as_json("data"))["result"][0]["expressions"][0]["value"]
    except (RuntimeError, ValueError, KeyError, IndexError):
        return False
    leaves = list(_leaves(said))
    return bool(leaves) and not any(leaf is False for leaf in leaves)


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _leaves(inner)
    else:
        yield value


def agents(words: Sequence[str], more: Mapping[str, str]) -> tuple[int, Any]:
    """The real command in a process of its own."""
    command = [sys.executable, "-m", "app", "--json", *words]
    done = subprocess.run(command, env=os.environ | dict(more), cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        return done.returncode, json.loads(done.stdout)
    except ValueError:
        return done.returncode, None


def score(case: Case, reasoner: str, usd: Decimal | None, run: Agents) -> Scored:
    """One way of one request, in folders that are thrown away."""
    with tempfile.TemporaryDirectory(prefix="bench-claude-") as folder:
        place = Path(folder)
        issue = place / "issue.md"
        issue.write_text(case.prompt, "utf-8")
        words = [
            "run",
            str(issue),
            "--reasoner",
            reasoner,
            "--repo",
            str(place / "repo"),
            "--report-dir",
            str(place / "r"),
        ]
        more = {} if usd is None else {PER_RUN: str(usd)}
        code, record = run(words, more)
        if not record or "stages" not in record:
            return Scored(code, planned=False, passed=False, open=len((record or {}).get("not_understood", [])))
        checked = _checked(case, record, place, run) if case.rego else None
        return _scored(code, record, checked)


def _scored(code: int, record: Mapping[str, Any], checked: bool | None) -> Scored:
    stages = {stage["stage"]: stage for stage in record["stages"]}
    thought = record["reasoner"]
    return Scored(
        code,
        planned=stages.get("tester", {}).get("status") == "passed",
        passed=record["gate"]["verdict"] == "passed",
        open=len(record["not_understood"]),
        checked=checked,
        used=thought["used"],
        why=thought["why"],
        requests=thought["requests"],
        tokens=thought["tokens"],
        usd=thought["usd"],
        seconds=round(sum(stage["seconds"] for stage in record["stages"]), 1),
    )


def _checked(case: Case, record: Mapping[str, Any], place: Path, run: Agents) -> bool:
    """The check on the plan of what was pushed."""
    if not record["branch"] or not record["pushed"]:
        return False
    tree, plan = place / "tree", place / "plan.json"
    clone = ["git", "clone", "--quiet", "--branch", record["branch"], str(place / "repo"), str(tree)]
    subprocess.run(clone, check=True)
    run(["simulate", str(tree / record["stacks"][0]), "--plan-json", str(plan)], {})
    planned = json.loads(plan.read_text("utf-8")) if plan.is_file() else []
    return bool(planned) and holds(case.rego, json.dumps(planned[0]))


def measure(cases: Iterable[Case], usd: Decimal, run: Agents) -> Iterator[Row]:
    """Each request both ways; what the first run leaves is what the next may spend."""
    left = usd
    for case in cases:
        offline = score(case, "offline", None, run)
        limit = min(left, Decimal(os.environ.get(PER_RUN, "1.00"))).quantize(CENT, ROUND_DOWN)
        claude = score(case, "claude", limit, run) if limit > 0 else None
        left -= Decimal(str(claude.usd)) if claude else 0
        yield Row(case.id, offline, claude)


def line(row: Row) -> str:
    """A row of the table."""
    sides = [_side(row.offline), _side(row.claude) if row.claude else "not run: nothing left to spend"]
    spent = f"{row.claude.requests:>3} {row.claude.tokens:>8,} {row.claude.usd:>8.4f}" if row.claude else ""
    kept = row.claude.used if row.claude else ""
    return f"{row.id[:28]:<28}  {sides[0]:<24}  {sides[1]:<24}  {kept:<8} {spent}".rstrip()


def _side(scored: Scored) -> str:
    check = "" if scored.checked is None else ", check ok" if scored.checked else ", check not"
    return f"{'plans' if scored.planned else 'no plan'}, {scored.open} open{check}"


def summary(rows: Sequence[Row]) -> list[str]:
    """What it comes to, in lines."""
    both = [(row.offline, row.claude) for row in rows if row.claude]
    told = []
    for name, side in (("offline", [a for a, _ in both]), ("claude", [b for _, b in both])):
        checks = [one.checked for one in side if one.checked is not None]
        told.append(
            f"{name}: {sum(one.planned for one in side)}/{len(side)} plan, {sum(one.open for one in side)} phrases open"
            + (f", {sum(checks)}/{len(checks)} checks hold" if checks else "")
        )
    tokens, usd = sum(b.tokens for _, b in both), sum(b.usd for _, b in both)
    kept, below = sum(b.used == "claude" for _, b in both), sum(b.below(a) for a, b in both)
    won, lost = (sum((a.checked, b.checked) == pair for a, b in both) for pair in ((False, True), (True, False)))
    told += [f"checks won {won}, lost {lost}"] if won or lost else []
    return [*told, f"kept {kept}, below the offline result {below}; {tokens:,} tokens, {usd:.4f} USD"]


def main(words: Sequence[str] | None = None, run: Agents = agents) -> int:
    """All of it; the exit code."""
    parser = argparse.ArgumentParser(prog="bench_claude", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--limit", type=int, default=20, help="requests at most (20)")
    parser.add_argument("--usd", type=Decimal, default=Decimal(5), help="US dollars at most (5)")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench-claude", help="where the figures go")
    asked = parser.parse_args(words)
    if not (os.environ.get(KEY) or os.environ.get(f"{KEY}_FILE")):
        sys.stderr.write(SKIPPED)
        return 0
    rows = []
    for row in measure(read_cases(asked.file)[: asked.limit], asked.usd, run):
        rows.append(row)
        print(line(row), flush=True)
    told = summary(rows)
    print("\n".join(told))
    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / "figures.json").write_text(json.dumps([asdict(row) for row in rows], indent=2) + "\n", "utf-8")
    (asked.out / "table.txt").write_text("\n".join([*map(line, rows), *told]) + "\n", "utf-8")
    return int(any(row.claude.below(row.offline) for row in rows if row.claude))


if __name__ == "__main__":
    sys.exit(main())
