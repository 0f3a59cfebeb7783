"""What GitLab refuses, in the house's words. Vendor exceptions are translated here and never leave ``client``."""

from gitlab.exceptions import GitlabError

from app.domain.errors import Failure, Forbidden

DOING = "calling GitLab"


class Refused(Failure):
    """GitLab answered with an error; ``status`` is HTTP's code."""

    def __init__(self, wrong: str, hint: str = "", status: int = 0) -> None:
        super().__init__(DOING, wrong, hint)
        self.status = status


class Missing(Refused):
    """There is no such thing, or it is hidden from the token."""


class NotPermitted(Refused, Forbidden):
    """The token may not do it."""


class Unclear(Failure):
    """No usable answer came: what was asked for may have happened or not."""

    def __init__(self, wrong: str) -> None:
        super().__init__(DOING, wrong, "try again later; AGENTS_GITLAB_URL says where GitLab is")


class Throttled(Failure):
    """Too many requests; ``seconds`` is what GitLab asks to wait."""

    def __init__(self, seconds: float) -> None:
        words = f"its rate limit is used up for another {seconds:.0f} seconds"
        super().__init__(DOING, words, "the run goes on when it is resumed; raise AGENTS_FORGE_WRITE_INTERVAL")
        self.seconds = seconds


HINTS = {
    401: "renew the token in AGENTS_GITLAB_TOKEN: it is wrong, revoked or expired",
    403: "give the bot's user the role Developer in the project and its token the scope `api`",
    404: "see that it is there and that the bot's user is a member of the project",
}


def translated(error: GitlabError, where: str) -> Failure:
    """The vendor's exception as ours; ``where`` is method and path, without host or token."""
    status = error.response_code or 0
    if status == 404:
        return Missing(f"{where} is not there ({status}: {_message(error)})", HINTS[404], status)
    locked = status == 409 and "lock" in _message(error).lower()
    if not status or status >= 500 or status == 408 or locked:
        return Unclear(f"{where} gave no usable answer ({status or error.error_message})")
    kind = NotPermitted if status == 403 else Refused
    return kind(f"{where} was refused ({status}: {_message(error)})", HINTS.get(status, ""), status)


def _message(error: GitlabError) -> str:
    return " ".join(str(error.error_message).split())[:300]
