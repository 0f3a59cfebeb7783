"""What can go wrong on the way to the Claude API and back, in sentences for users."""

import anthropic
import httpx2

from app.domain.errors import without_number
from app.domain.redaction import MARK, redact
from app.reasoning.claude_stream import ErrorEvent, Nonsense


class Impatient(Exception):
    """The service asks to wait longer than there is time."""

    def __init__(self, status: int, wait: float) -> None:
        self.status = status
        self.wait = wait
        super().__init__(f"{status}: {wait:g} s")


class Lost(Exception):
    """A request that was sent and got no answer of the service's own.

    It may be worked on, and billed, all the same: it is not sent again, as the SDK would for ``error``.
    """

    def __init__(self, error: anthropic.APIError) -> None:
        self.error = error
        super().__init__(str(error))


class NoStream(Exception):
    """Something answered, and not as the Claude API does."""


TOLD = 200
"""Characters of the service's own message that are repeated."""
CODES = {
    400: "did not take the request",
    401: "refuses the key in ANTHROPIC_API_KEY",
    402: "has a question of billing",
    403: "does not let this key do that",
    404: "does not know the model {model}, or ANTHROPIC_BASE_URL leads elsewhere",
    413: "finds the request too large",
    429: "was asked too often, also when asked again",
    503: "is overloaded, also when asked again",
    529: "is overloaded, also when asked again",
}
OF_THE_TURN = frozenset({400, 413, 422})
KINDS = {"overloaded_error": "is overloaded", "rate_limit_error": "was asked too often", "api_error": "has trouble"}
"""Errors in the middle of an answer."""
BROKEN: tuple[type[Exception], ...] = (
    anthropic.AnthropicError, httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL, OSError, ValueError,
    RecursionError, AssertionError, Nonsense, ErrorEvent, Impatient, Lost, NoStream,
)  # fmt: skip
"""What a call can end with that is no bug of ours."""


def is_about_thinking(error: Exception | None) -> bool:
    """Whether the service does not take its own thinking back as it was given."""
    wrong = _message(error.body) if isinstance(error, anthropic.BadRequestError) else ""
    return "thinking" in wrong or "signature" in wrong


def is_about_the_turn(error: Exception) -> bool:
    """Whether only this request is refused; another may be taken."""
    return isinstance(error, anthropic.APIStatusError) and error.status_code in OF_THE_TURN


def told(error: BaseException, model: str, key: str) -> str:
    """The sentence; it holds no secret."""
    sentence = f"the Claude API {_sentence(error, model)}"
    return redact(" ".join(sentence.replace(key, MARK).split()))


def _sentence(error: BaseException, model: str) -> str:
    match error:
        case Lost():
            said = _sentence(error.error, model)
        case anthropic.APIStatusError():
            said = _refused(error, model)
        case Impatient():
            said = f"answers {error.status} and asks to wait for {error.wait:.0f} seconds, which is too long"
        case ErrorEvent():
            said = f"broke off its answer, it {KINDS.get(error.kind, error.kind[:TOLD])}{_said(error.message)}"
        case anthropic.APITimeoutError() | httpx2.TimeoutException() | TimeoutError():
            said = "did not answer in time"
        case anthropic.APIConnectionError() | httpx2.ConnectError() | httpx2.InvalidURL():
            said = f"cannot be reached{_said(without_number(str(error.__cause__ or '')))}"
        case NoStream():
            said = "was answered for by something else, such as a proxy's page; see ANTHROPIC_BASE_URL"
        case Nonsense():
            said = f"gave an answer that cannot be read: {error}"
        case ValueError() | RecursionError() | AssertionError():
            said = f"gave an answer that cannot be read ({type(error).__name__})"
        case _:
            said = f"broke off its answer ({type(error).__name__})"
    return said


def _refused(error: anthropic.APIStatusError, model: str) -> str:
    code = error.status_code
    known = CODES.get(code, "leads elsewhere" if code < 400 else "has trouble" if code >= 500 else "refuses")
    return f"{known.format(model=model)} ({code}){_said(_message(error.body))}"


def _message(body: object) -> str:
    """The service's own words; a page of somebody in between is left out."""
    error = body.get("error") if isinstance(body, dict) else None
    message = error.get("message") if isinstance(error, dict) else None
    return message if isinstance(message, str) else ""


def _said(text: str) -> str:
    """``text`` on one line, cut: as the end of a sentence."""
    line = " ".join(text.split())
    return f": {line[:TOLD]}{'…' if len(line) > TOLD else ''}" if line else ""
