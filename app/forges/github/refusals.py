"""GitHub's refusals in our words, and how long it asks us to wait."""

import json
from collections.abc import Mapping
from typing import Any

from app.domain.errors import Failure, Forbidden

SECONDARY_PAUSE = 60.0
"""Seconds to wait where GitHub names none: "wait for at least one minute before retrying" (docs.github.com, rate
limits for the REST API)."""

SLOW_DOWN = ("rate limit", "abuse detection", "please wait a few minutes", "retry your request again later")
"""Words of refusals that are a matter of time; older versions of GitHub Enterprise have the latter ones."""

HINTS: Mapping[int, str] = {
    401: "check AGENTS_GITHUB_TOKEN, or AGENTS_GITHUB_APP_ID and AGENTS_GITHUB_PRIVATE_KEY",
    403: "give the App or token the permission that docs/guides/github-app.md lists",
    404: "see that it exists and that the App is installed on the repository, or the token may see it",
    500: "try again later; https://www.githubstatus.com may say more",
}


class Refused(Failure):
    """GitHub answered with an error: ``status`` is HTTP's."""

    def __init__(self, doing: str, wrong: str, hint: str = "", status: int = 0) -> None:
        super().__init__(doing, wrong, hint)
        self.status = status

    def __reduce__(self) -> tuple[type["Refused"], tuple[str, str, str, int]]:
        return type(self), (self.doing, self.wrong, self.hint, self.status)


class NotPermitted(Refused, Forbidden):
    """The token lacks the right: 403, and no matter of time."""


def refused(doing: str, status: int, text: str, *, for_good: bool = False) -> Refused:
    """GitHub's message and errors, one line; ``for_good`` where time does not help."""
    data = _object(text)
    errors = [_error(one) for one in data.get("errors", []) if one] if isinstance(data.get("errors"), list) else []
    said = str(data.get("message") or "").strip().split("\n")[0] or f"status {status}"
    wrong = f"GitHub says: {said}" + (f" ({'; '.join(errors)[:300]})" if errors else "")
    kind = NotPermitted if for_good and status == 403 else Refused
    return kind(doing, wrong, HINTS.get(min(500, status), ""), status)


def pause_asked(status: int, headers: Mapping[str, str], text: str, now: float) -> float | None:
    """Seconds until GitHub wants to be asked again, or None where the refusal is no matter of time."""
    if status not in {403, 429}:
        return None
    after = headers.get("retry-after", "")
    if after.isdigit():
        return float(after)
    if headers.get("x-ratelimit-remaining") == "0" and headers.get("x-ratelimit-reset", "").isdigit():
        return max(1.0, float(headers["x-ratelimit-reset"]) - now + 1.0)
    said = str(_object(text).get("message", "")).lower()
    return SECONDARY_PAUSE if status == 429 or any(words in said for words in SLOW_DOWN) else None


def _object(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _error(error: Any) -> str:
    if not isinstance(error, dict):
        return str(error)
    return str(error.get("message") or " ".join(str(error[key]) for key in ("field", "code") if error.get(key)))
