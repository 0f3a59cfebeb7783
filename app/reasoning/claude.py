"""Claude behind the Messages API, by the vendor's SDK.

The SDK is loaded with the first request, so that nothing of it costs a run that asks nobody.
"""

import logging
import time
from threading import Lock, Thread
from typing import TYPE_CHECKING

from app.domain.errors import without_number
from app.domain.redaction import redact
from app.domain.thought import Usage
from app.reasoning.base import ModelDown, Reply, Turn, TurnRefused
from app.reasoning.claude_request import Manner, manner, without_thinking
from app.settings import Settings

if TYPE_CHECKING:
    from anthropic import Anthropic

    from app.reasoning.claude_call import Call

SOCKS = "a SOCKS proxy is set (ALL_PROXY), which is not supported; set HTTPS_PROXY or NO_PROXY"
RETRIES = 2
"""Of requests that were refused for now (429, 5xx, no connection); never of one that may be
worked on: it would be billed twice."""


class ClaudeModel:
    """A ``Model``; one for a run, of which several threads may ask at once. ``close`` it at the end."""

    name = "claude"

    def __init__(self, how: Manner, key: str, base_url: str) -> None:
        self.id = how.id
        self._how = how
        self._key = key
        self._base_url = base_url
        self._lock = Lock()
        self._client: Anthropic | None = None
        self._closed = False
        self._forgetful = False

    @classmethod
    def make(cls, settings: Settings) -> "ClaudeModel":
        """As the settings say; raises ``UsageFailure`` for a model that cannot be asked so."""
        return cls(manner(settings), settings.anthropic_api_key, settings.anthropic_base_url)

    def most(self, turn: Turn) -> Usage:
        """An upper bound of what the turn can cost."""
        return self._how.most(turn)

    def ask(self, turn: Turn, seconds: float) -> Reply:
        """One answer within ``seconds``, repetitions and waiting included; raises ``ModelDown``.

        Where the service does not take its own thinking back it is asked once more without that, and from then on.
        """
        from app.reasoning.claude_errors import BROKEN, is_about_the_turn, is_about_thinking, told  # noqa: PLC0415 - SDK

        deadline = time.monotonic() + seconds
        call = self._called(without_thinking(turn) if self._forgetful else turn, seconds)
        left = False
        if is_about_thinking(call.error) and not self._forgetful:
            self._forgetful = left = True
            call = self._called(without_thinking(turn), deadline - time.monotonic())
        if isinstance(call.error, BROKEN):
            down = TurnRefused if is_about_the_turn(call.error) else ModelDown
            raise down(told(call.error, self.id, self._key), call.spent(), left=left or call.left)
        if call.error:
            raise call.error
        return call.heard.reply()

    def _called(self, turn: Turn, seconds: float) -> "Call":
        """The call at its end; raises ``ModelDown`` where that does not come in time.

        A thread of its own asks, because the SDK's time-outs are for each piece that comes: a stream that drips for
        ever would keep them all, and ``Retry-After`` may ask for days.
        """
        from app.reasoning.claude_call import Call  # noqa: PLC0415 - it loads the SDK

        call = Call(self._opened, self._how, turn, seconds)
        thread = Thread(target=call.run, name="claude", daemon=True)
        thread.start()
        thread.join(seconds)
        if thread.is_alive() and not call.heard.ended:
            spent, left = call.spent(), call.left
            call.cut()
            raise ModelDown("the Claude API did not end its answer in time", spent, left=left)
        return call

    def close(self) -> None:
        """End all connections; a thread that was left behind by its run asks no more."""
        with self._lock:
            self._closed = True
            if self._client is not None:
                self._client.close()
                self._client = None

    def _opened(self) -> "Anthropic":
        """The client, made at the first call."""
        with self._lock:
            if self._closed:
                raise ModelDown("the run has ended")
            if self._client is None:
                try:
                    self._client = self._made()
                except (ImportError, OSError, ValueError) as error:  # of proxies and certificates in the environment
                    said = SOCKS if "SOCKS" in str(error) else redact(without_number(str(error)))
                    raise ModelDown(f"the Claude API cannot be asked from here: {said}") from error
            return self._client

    def _made(self) -> "Anthropic":
        """Redirects are not followed: they would carry the prompt elsewhere."""
        import anthropic  # noqa: PLC0415 - only where Claude is asked

        # The SDK writes requests into its log where ANTHROPIC_LOG asks for it; prompts do not belong there.
        logging.getLogger("anthropic").setLevel(logging.WARNING)
        return anthropic.Anthropic(
            api_key=self._key,
            base_url=self._base_url,
            max_retries=RETRIES,
            open_telemetry=False,
            http_client=anthropic.DefaultHttpxClient(follow_redirects=False),
        )
