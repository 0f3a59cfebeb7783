"""Claude behind the Messages API, by the vendor's SDK.

The SDK is loaded with the first request, so that nothing of it costs a run that asks nobody.
"""

import logging
from threading import Lock, Thread
from typing import TYPE_CHECKING

from app.domain.thought import Usage
from app.reasoning.base import ModelDown, Reply, Turn
from app.reasoning.claude_request import Manner, manner
from app.settings import Settings

if TYPE_CHECKING:
    from anthropic import Anthropic

RETRIES = 2
"""Of requests that were refused for now (429, 5xx, no connection); never of one whose answer had begun."""


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

    @classmethod
    def make(cls, settings: Settings) -> "ClaudeModel":
        """As the settings say; raises ``UsageFailure`` for a model that cannot be asked so."""
        return cls(manner(settings), settings.anthropic_api_key, settings.anthropic_base_url)

    def most(self, turn: Turn) -> Usage:
        """An upper bound of what the turn can cost."""
        return self._how.most(turn)

    def ask(self, turn: Turn, seconds: float) -> Reply:
        """One answer within ``seconds``, repetitions and waiting included; raises ``ModelDown``.

        A thread of its own asks, because the SDK's time-outs are for each piece that comes: a stream that drips for
        ever would keep them all, and ``Retry-After`` may ask for days.
        """
        from app.reasoning.claude_call import Call  # noqa: PLC0415 - it loads the SDK
        from app.reasoning.claude_errors import BROKEN, told  # noqa: PLC0415 - as above

        call = Call(self._opened, self._how, turn, seconds)
        thread = Thread(target=call.run, name="claude", daemon=True)
        thread.start()
        thread.join(seconds)
        if thread.is_alive() and not call.heard.ended:
            spent = call.spent()
            call.cut()
            raise ModelDown("the Claude API did not end its answer in time", spent)
        if isinstance(call.error, BROKEN):
            raise ModelDown(told(call.error, self.id, self._key), call.spent())
        if call.error:
            raise call.error
        return call.heard.reply()

    def close(self) -> None:
        """End all connections; a thread that was left behind by its run asks no more."""
        with self._lock:
            self._closed = True
            if self._client is not None:
                self._client.close()
                self._client = None

    def _opened(self) -> "Anthropic":
        """The client, made at the first call. Redirects are not followed: they would carry the prompt elsewhere."""
        with self._lock:
            if self._closed:
                raise ModelDown("the run has ended")
            if self._client is None:
                import anthropic  # noqa: PLC0415 - only where Claude is asked

                # The SDK writes requests into its log where ANTHROPIC_LOG asks for it; prompts do not belong there.
                logging.getLogger("anthropic").setLevel(logging.WARNING)
                self._client = anthropic.Anthropic(
                    api_key=self._key,
                    base_url=self._base_url,
                    max_retries=RETRIES,
                    open_telemetry=False,
                    http_client=anthropic.DefaultHttpxClient(follow_redirects=False),
                )
            return self._client
