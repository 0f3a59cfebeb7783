"""Calls to GitLab's REST API: paced, repeated where that is safe, every answer checked."""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit

import requests
from gitlab import Gitlab
from gitlab.exceptions import GitlabError
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential,
    wait_random,
)

from app.forges.gitlab.errors import HINTS, Refused, Throttled, Unclear, translated

T = TypeVar("T")

ATTEMPTS = 5
LONGEST_WAIT = 120.0
"""Seconds that a run waits for a rate limit; for a longer one it fails and says so."""

UNTOLD_WAIT = 20.0
"""Seconds where GitLab does not say how long: its limits on comments are by the minute."""

PAGE = 100
"""Entries on a page: the most that GitLab gives."""


class Client:
    """One GitLab. Safe to share between threads; writes are at least ``write_interval`` seconds apart.

    ``timeout`` are seconds for one answer. ``sleep`` and ``clock`` are given by tests. Every method raises ``Failure``:
    ``Missing`` for a 404, ``Refused`` for another refusal, ``Unclear`` where no usable answer came after all attempts,
    ``Throttled`` where the rate limit lasts longer than a run may wait.
    """

    def __init__(
        self,
        url: str,
        token: str,
        write_interval: float = 1.0,
        timeout: float = 30.0,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.url = url.rstrip("/")
        self.remaining: int | None = None
        self._token = token
        self._interval = write_interval
        self._sleep = sleep
        self._clock = clock
        self._session = requests.Session()
        self._session.hooks["response"].append(self._seen)
        self._api = Gitlab(self.url, private_token=token, timeout=timeout, session=self._session, keep_base_url=True)
        self._writing = threading.Lock()
        self._free_at = 0.0
        self._answer = threading.local()

    @property
    def token(self) -> str:
        """The token, for git."""
        return self._token

    @property
    def answered(self) -> Mapping[str, str]:
        """The headers of the last answer that this thread got."""
        headers: Mapping[str, str] = self._answer.headers
        return headers

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def rest(self, seconds: float) -> None:
        """Wait for something that GitLab does later."""
        self._sleep(seconds)

    def get(self, path: str, **query: Any) -> Any:
        """The JSON at ``path`` (below ``/api/v4``)."""
        return self._retried(lambda: _json(self._once("get", path, query=query)))

    def probe(self, path: str) -> Any:
        """The JSON at ``path``, asked for once: for those who cannot wait."""
        return _json(self._once("get", path))

    def text(self, path: str, **query: Any) -> str:
        """The text at ``path``, UTF-8 with replacement."""
        return self._retried(lambda: self._once("get", path, query=query).content.decode("utf-8", "replace"))

    def pages(self, path: str, **query: Any) -> list[dict[str, Any]]:
        """All entries of a list. A page that fails is asked for again: the list is whole or there is none."""
        found: list[dict[str, Any]] = []
        where: str | None = path
        words: Mapping[str, Any] = {**query, "per_page": PAGE}
        while where:
            entries, where = self._page(where, words)
            found += entries
            words = {}  # the next page's address holds them
        return found

    def put(self, path: str, **values: Any) -> Any:
        """Change something; doing it twice is the same."""
        return self._retried(lambda: _json(self._once("put", path, values=values)))

    def delete(self, path: str) -> None:
        """Remove something; what is gone already is fine for the caller to catch (``Missing``)."""
        self._retried(lambda: self._once("delete", path, values={}))

    def create(self, path: str, made: Callable[[], T | None], read: Callable[[Any], T], **values: Any) -> T:
        """Make something once.

        Where no usable answer comes, ``made`` looks whether it is there after all before another attempt is made;
        ``read`` takes what is wanted from GitLab's answer.
        """
        unsure = False

        def attempt() -> T:
            nonlocal unsure
            if unsure and (there := made()) is not None:
                return there
            unsure = True
            return read(_json(self._once("post", path, values=values)))

        return self._retried(attempt)

    def _page(self, where: str, words: Mapping[str, Any]) -> tuple[list[dict[str, Any]], str | None]:
        def attempt() -> tuple[list[dict[str, Any]], str | None]:
            response = self._once("get", where, query=words)
            entries = _json(response)
            if not isinstance(entries, list):
                raise Unclear(f"GET {_short(where)} gave no list")
            return entries, self._next(response)

        return self._retried(attempt)

    def _next(self, response: requests.Response) -> str | None:
        """The next page's address, below our own base: GitLab may know itself by another name.

        Where something on the way has taken ``Link`` away, the page's number leads on: a list never ends early.
        """
        given = response.links.get("next", {}).get("url")
        number = response.headers.get("X-Next-Page")
        if not given and number:
            parts = urlsplit(response.url)
            given = parts._replace(query=urlencode({**dict(parse_qsl(parts.query)), "page": number})).geturl()
        if not given:
            return None
        return f"{self.url}/api/v4{given.partition('/api/v4')[2]}" if "/api/v4" in given else str(given)

    def _once(
        self, method: str, path: str, query: Mapping[str, Any] | None = None, values: Mapping[str, Any] | None = None
    ) -> requests.Response:
        """One request; raises ours. The vendor's own repeating is off: it repeats creations, too."""
        where = f"{method.upper()} {_short(path)}"
        self._answer.headers = {}
        if method != "get":
            self._wait_for_turn()
        try:
            return self._api.http_request(
                method,
                path,
                query_data=dict(query or {}),
                post_data=None if values is None else dict(values),
                obey_rate_limit=False,
                retry_transient_errors=False,
                max_retries=0,
            )
        except GitlabError as error:
            seconds = self._asked_to_wait(error.response_code)
            raise (Throttled(seconds) if seconds is not None else translated(error, where)) from error
        except requests.RequestException as error:
            raise Unclear(f"{where} gave no answer ({type(error).__name__})") from error
        except ValueError:  # it would show the token
            raise Refused("the token holds a line break or a letter that is in no token", HINTS[401]) from None

    def _seen(self, response: requests.Response, *_words: Any, **_more: Any) -> None:
        self._answer.headers = response.headers
        left = response.headers.get("RateLimit-Remaining", "")
        if left.isdigit():
            self.remaining = int(left)

    def _asked_to_wait(self, status: int | None) -> float | None:
        """Seconds, where the answer was about a rate limit."""
        headers = self._answer.headers
        after = str(headers.get("Retry-After", ""))
        if after.isdigit() and status in {403, 429, 503}:
            return float(after)
        if status != 429:
            return None
        reset = str(headers.get("RateLimit-Reset", ""))
        return max(1.0, float(reset) - time.time()) if reset.isdigit() else UNTOLD_WAIT

    def _wait_for_turn(self) -> None:
        with self._writing:
            now = self._clock()
            turn = max(now, self._free_at)
            self._free_at = turn + self._interval
        if turn > now:
            self._sleep(turn - now)

    def _retried(self, attempt: Callable[[], T]) -> T:
        backoff = wait_exponential(multiplier=0.5, max=15) + wait_random(0, 0.5)

        def pause(state: RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            return error.seconds if isinstance(error, Throttled) else backoff(state)

        def over(state: RetryCallState) -> bool:
            error = state.outcome.exception() if state.outcome else None
            long = isinstance(error, Throttled) and error.seconds > LONGEST_WAIT
            return long or stop_after_attempt(ATTEMPTS)(state)

        retrying = Retrying(
            retry=retry_if_exception_type((Unclear, Throttled)),
            wait=pause,
            stop=over,
            sleep=self._sleep,
            reraise=True,
        )
        return retrying(attempt)


def _json(response: requests.Response) -> Any:
    """The JSON; a proxy's page counts as no answer (one that was cut has failed before this)."""
    try:
        return response.json()
    except ValueError as error:
        raise Unclear("the answer is no JSON") from error


def _short(path: str) -> str:
    """A path or address without host and query, for messages."""
    return path.partition("/api/v4")[2].partition("?")[0] if "/api/v4" in path else path
