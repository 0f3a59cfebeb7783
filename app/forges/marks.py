"""The hidden marks by which a forge finds again what the bot has written."""

import re

FINDING = re.compile(r"<!-- agents key=finding-(\S+) ")


def opening(body: object) -> str:
    """The hidden line that a comment of ours begins with; elsewhere a mark may be somebody's quotation."""
    return str(body or "").lstrip().partition("\n")[0]


def finding_key(body: object) -> str:
    """The key of the remark that a comment is, or empty."""
    found = FINDING.search(opening(body))
    return found[1] if found else ""


def with_finding_key(body: str, key: str) -> str:
    """A remark's text, with its mark where it has none yet."""
    return body if finding_key(body) else f"<!-- agents key=finding-{key} -->\n{body}"
