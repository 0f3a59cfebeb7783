"""Print what CHANGELOG.md says of one version: ``python -m tools.changelog_section 1.2.3``.

The release workflow makes the release's notes of it. A release has a section of its own, with its day; a release
candidate (1.2.3rc1) has that of its version or, as long as there is none, *Unreleased*.
"""

import re
import sys
from pathlib import Path

HEADING = re.compile(r"^## \[?(?P<version>[^\]\s]+)\]?(?: - (?P<day>\d{4}-\d\d-\d\d))?\s*$", re.MULTILINE)


def sections(text: str) -> dict[str, tuple[str, str]]:
    """Version → its day (empty where none stands) and its text, as Keep a Changelog writes them."""
    found = list(HEADING.finditer(text))
    ends = [heading.start() for heading in found[1:]] + [len(text)]
    return {
        heading["version"]: (heading["day"] or "", text[heading.end() : end].strip())
        for heading, end in zip(found, ends, strict=True)
    }


def section_of(text: str, version: str) -> str:
    """The text of a version; raises ``LookupError`` with what to do."""
    known = sections(text)
    final, candidate, _ = version.partition("rc")
    day, section = known.get(final) or (known.get("Unreleased") if candidate else None) or ("", "")
    if not section:
        raise LookupError(f"CHANGELOG.md says nothing of {version}: write '## {final} - <year-month-day>' above it")
    if not day and not candidate:
        raise LookupError(
            f"CHANGELOG.md does not say when {version} was released: write '## {final} - <year-month-day>'"
        )
    return section


def main() -> int:
    try:
        sys.stdout.write(section_of(Path("CHANGELOG.md").read_text("utf-8"), sys.argv[1]) + "\n")
    except LookupError as wrong:
        sys.stderr.write(f"{wrong.args[0]}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
