"""One call of the Messages API, in a thread of its own."""

import socket
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime

import anthropic
import httpx2

from app.domain.thought import Usage
from app.reasoning.base import Turn
from app.reasoning.claude_errors import Impatient, Lost, NoStream
from app.reasoning.claude_request import Manner
from app.reasoning.claude_stream import Heard, Nonsense

CONNECT = 10.0
"""Seconds to reach the service; the rest of the time is the answer's."""
STREAM = "text/event-stream"
UNSENT = (
    httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError, httpx2.UnsupportedProtocol,
    httpx2.WriteError, httpx2.WriteTimeout, httpx2.LocalProtocolError, httpx2.InvalidURL,
)  # fmt: skip
"""Errors of a connection before the whole request was sent."""
HALF_SENT = (httpx2.WriteError, httpx2.WriteTimeout)
"""Those of them after which a part of it may have been."""
BEHIND = (502, 504, 520, 524)
"""What something in between answers where the service behind it did not."""
LATER = (408, 409, 429)
"""Answers after which the SDK asks again, beside all from 500; it waits for as long as ``Retry-After`` says."""


class Call:
    """``run`` it; afterwards there is a reply in ``heard``, or an ``error``; ``left`` says if anything was sent."""

    def __init__(self, client: Callable[[], anthropic.Anthropic], how: Manner, turn: Turn, seconds: float) -> None:
        self.error: Exception | None = None
        self.left = False
        self.heard = Heard(how.card, how.most(turn))
        self._client = client
        self._parameters = how.parameters(turn)
        self._most = how.most(turn)
        self._deadline = time.monotonic() + seconds
        self._asked = False
        self._response: httpx2.Response | None = None

    def run(self) -> None:
        """Ask and listen until the end. What goes wrong behind the answer's own end does not count."""
        try:
            self._ask()
        except Exception as error:  # noqa: BLE001 - the thread that waits is told of it, whatever it is
            self.error = None if self.heard.ended else error

    def spent(self) -> Usage:
        """What may be billed: for a request that got no answer at all, the most that it can cost."""
        return self._most if self._asked and not self.heard.begun else self.heard.spent()

    def cut(self) -> None:
        """End it from outside: closing alone would not wake the thread that listens."""
        stream = self._response.extensions.get("network_stream") if self._response else None
        connection = stream.get_extra_info("socket") if stream else None
        with suppress(OSError):
            if connection:
                connection.shutdown(socket.SHUT_RDWR)

    def _ask(self) -> None:
        left = self._left()
        times = anthropic.Timeout(left, connect=min(CONNECT, left))
        client = self._client().with_options(timeout=times, middleware=[self._attempt])
        with client.messages.create(**self._parameters) as stream:
            self._response = stream.response
            self._listen(stream.response)

    def _listen(self, response: httpx2.Response) -> None:
        kind = response.headers.get("content-type", "").lower()
        self.heard.begun = kind.startswith((STREAM, "application/json"))
        if not kind.startswith(STREAM):
            raise NoStream
        for event in anthropic.Stream.raw_events(response):
            if self._left() <= 0:
                raise TimeoutError
            if event.data:
                self.heard.take(event.json())
        if not self.heard.ended:
            raise Nonsense("it ended too early")

    def _attempt(self, request: anthropic.APIRequest, call_next: anthropic.CallNext) -> anthropic.APIResponse[object]:
        """Each of the SDK's attempts: none begins too late, and none is waited for in vain."""
        if self._left() <= 0:
            raise TimeoutError
        self._asked = True
        try:
            response = call_next(request)
        except anthropic.APIConnectionError as error:
            if not isinstance(error.__cause__, UNSENT):
                self.left = True
                raise Lost(error) from None
            self._asked = False
            self.left |= isinstance(error.__cause__, HALF_SENT)
            raise
        self.left = True
        code = response.status_code
        if code in BEHIND and not response.headers.get("content-type", "").startswith("application/json"):
            raise Lost(anthropic.APIStatusError("", response=response.http_response, body=None))
        self._asked = False
        wait = _wait(response.headers) if code in LATER or code >= 500 else 0
        if wait > self._left():
            raise Impatient(code, wait)
        return response

    def _left(self) -> float:
        return self._deadline - time.monotonic()


def _wait(headers: Mapping[str, str]) -> float:
    """Seconds that an answer asks to wait for, in milliseconds, seconds or as a date; 0 where it does not."""
    with suppress(ValueError):
        return float(headers.get("retry-after-ms", "")) / 1_000
    told = headers.get("retry-after", "")
    with suppress(ValueError):
        return float(told)
    with suppress(ValueError):
        return parsedate_to_datetime(told).timestamp() - time.time()
    return 0
