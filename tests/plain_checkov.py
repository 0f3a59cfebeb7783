"""checkov's own command line, with no configuration but an empty one: what ours is measured against."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.finding import Finding

VULNERABLE = Path(__file__).parent / "fixtures" / "vulnerable"


@dataclass(frozen=True, slots=True)
class Plain:
    """A failed check of the command line; ``resource`` is empty for a secret, whose address is a hash."""

    rule: str
    path: str
    line: int
    resource: str


def plain_findings(python: Path, root: Path) -> list[Plain]:
    """Everything that the command line finds below ``root`` with all its frameworks."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "empty.yaml")
        config.write_text("{}\n")
        words = [python, "-m", "checkov.main", "-d", root, "-o", "json", "--skip-download", "--quiet", "--compact"]
        done = subprocess.run(
            [*map(str, words), "--config-file", str(config)],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"LOG_LEVEL": "ERROR"},
        )
    reports: Any = json.loads(done.stdout)
    return [
        Plain(
            check["check_id"],
            check["file_path"].lstrip("/"),
            check["file_line_range"][0],
            "" if report["check_type"] == "secrets" else check["resource"],
        )
        for report in (reports if isinstance(reports, list) else [reports])
        for check in report["results"]["failed_checks"]
    ]


def missed(plain: Iterable[Plain], ours: Sequence[Finding]) -> list[Plain]:
    """What no finding of ours tells: under the rule's own name or as an alias, at the same resource or line."""
    return [one for one in plain if not any(_tells(finding, one) for finding in ours)]


def _tells(finding: Finding, plain: Plain) -> bool:
    if plain.rule not in {finding.rule, *finding.aliases} or finding.path != plain.path:
        return False
    if plain.rule == finding.rule and plain.resource:
        return finding.resource == plain.resource
    return bool(plain.resource) or finding.line == plain.line
