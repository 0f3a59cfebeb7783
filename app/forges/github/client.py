"""Calls to GitHub's API: repeated where that is right, slowed where GitHub asks for it, failures put in words once."""

import json
import queue
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
import urllib3
from github.Auth import Auth
from github.GithubException import GithubException
from github.Requester import Requester
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, stop_after_delay

from app.domain.errors import Failure
from app.forges.github.pace import Pace
from app.forges.github.refusals import Refused, pause_asked, refused

API_VERSION = "2022-11-28"
ATTEMPTS = 7
PAGE = 100
PAGES = 300
TIMEOUT = 30
ELSEWHERE = "check AGENTS_GITHUB_API_URL; of GitHub Enterprise it is https://HOST/api/v3"

PLAIN: Mapping[type[Exception], str] = {
    requests.Timeout: "time-out",
    requests.exceptions.ChunkedEncodingError: "the answer was cut",
    requests.exceptions.SSLError: "its certificate is not trusted",
    requests.exceptions.ProxyError: "the proxy refuses",
    requests.ConnectionError: "no connection",
}
"""The narrower before the wider."""

Found = Callable[[], Any]


class _Again(Exception):
    """A call that may be repeated.

    ``pause`` is 0 where something else waits or nothing needs to; ``uncertain`` where it may have worked; ``renewed``
    where only the token was too old.
    """

    def __init__(
        self, failure: Failure, pause: float | None = None, *, uncertain: bool = False, renewed: bool = False
    ) -> None:
        super().__init__(str(failure))
        self.failure, self.pause, self.uncertain, self.renewed = failure, pause, uncertain, renewed


class Client:
    """Calls with one authority. ``renew`` gets a new token after a 401 and says whether there can be one.

    PyGithub's own pauses and repetitions are off: ``pace`` is shared by all threads, and only we know how to repeat a
    write without doing it twice. A connection serves one thread at a time, as PyGithub's are not made for more.
    """

    def __init__(
        self,
        api_url: str,
        auth: Auth,
        pace: Pace,
        *,
        renew: Callable[[], bool] = lambda: False,
        timeout: float = TIMEOUT,
        attempts: int = ATTEMPTS,
        backoff: float = 0.5,
    ) -> None:
        self._url, self._auth, self._pace, self._renew = api_url, auth, pace, renew
        self._timeout, self._attempts, self._backoff = timeout, attempts, backoff
        self._idle: queue.LifoQueue[Requester] = queue.LifoQueue()

    def look(self, path: str, doing: str, **query: Any) -> tuple[int, Mapping[str, str], Any]:
        """Status, headers and data of one answer, whatever it is; asked for once. Raises only where none came."""
        try:
            status, headers, text = self._asked("GET", path, doing, query, None)
        except _Again as again:
            raise again.failure from again
        return status, headers, _lenient(text)

    def get(self, path: str, doing: str, **query: Any) -> Any:
        """One answer."""
        return self._call("GET", path, doing, query=query)[1]

    def find(self, path: str, doing: str, **query: Any) -> Any:
        """One answer, or None where there is no such thing."""
        try:
            return self.get(path, doing, **query)
        except Refused as refusal:
            if refusal.status in {404, 410}:
                return None
            raise

    def pages(self, path: str, doing: str, key: str = "", *, most: int = PAGES, **query: Any) -> Iterator[Any]:
        """Every item of a list (below ``key`` of an object); a page that cannot be read whole is an error.

        So are more pages than ``most``.
        """
        asked: dict[str, Any] = {"per_page": PAGE} | query
        for _ in range(most):
            headers, data = self._call("GET", path, doing, query=asked)
            items = data.get(key) if key and isinstance(data, dict) else data
            if not isinstance(items, list):
                raise Failure(doing, "GitHub's answer is no list", "try again later")
            yield from items
            following = _following(headers)
            if following is None:
                return
            if following == asked:
                raise Failure(doing, "GitHub repeats a page", "use the repository's present name if it was renamed")
            asked = following
        raise Failure(doing, f"there are more than {most} pages", "narrow down what is asked for")

    def write(self, verb: str, path: str, doing: str, body: Any = None) -> Any:
        """A write that may be repeated as it is: the same words lead to the same state."""
        return self._call(verb, path, doing, body=body)[1]

    def create(self, path: str, doing: str, body: Any, found: Found, verb: str = "POST") -> Any:
        """A write that must happen once: before it is repeated, and where GitHub says "exists", ``found`` looks."""
        return self._call(verb, path, doing, body=body, found=found)[1]

    def close(self) -> None:
        """Close the connections."""
        while not self._idle.empty():
            self._idle.get_nowait().close()

    def _call(
        self, verb: str, path: str, doing: str, *, query: Any = None, body: Any = None, found: Found | None = None
    ) -> tuple[Mapping[str, str], Any]:
        unsure = renewed = False
        try:
            for attempt in self._retrying():
                with attempt:
                    if unsure and found is not None and (present := found()) is not None:
                        return {}, present
                    try:
                        return self._once(verb, path, doing, query, body)
                    except _Again as again:
                        if renewed and again.renewed:
                            raise again.failure from again
                        unsure, renewed = unsure or again.uncertain, renewed or again.renewed
                        raise
        except _Again as again:
            if unsure and found is not None and (present := found()) is not None:
                return {}, present
            raise again.failure from again
        except Refused as refusal:
            if refusal.status == 422 and found is not None and (present := found()) is not None:
                return {}, present
            raise
        raise AssertionError("an attempt returns or raises")

    def _retrying(self) -> Retrying:
        return Retrying(
            retry=retry_if_exception_type(_Again),
            stop=stop_after_attempt(self._attempts) | stop_after_delay(self._pace.patience),
            wait=self._pause,
            sleep=self._pace.sleep,
            reraise=True,
        )

    def _pause(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, _Again) and error.pause is not None:
            return error.pause
        longest = self._backoff * 2.0 ** (state.attempt_number - 1)
        return float(longest * random.uniform(0.5, 1.0))  # noqa: S311  # spreads load, hides nothing

    def _once(self, verb: str, path: str, doing: str, query: Any, body: Any) -> tuple[Mapping[str, str], Any]:
        status, headers, text = self._asked(verb, path, doing, query, body)
        return headers, self._data(verb, doing, status, headers, text)

    def _asked(self, verb: str, path: str, doing: str, query: Any, body: Any) -> tuple[int, Mapping[str, str], str]:
        self._pace.before_call(doing, write=verb != "GET")
        try:
            with self._connection() as requester:
                status, headers, text = requester.requestJson(verb, path, query, None, body)
        except (requests.exceptions.InvalidHeader, UnicodeEncodeError):  # they would show the token
            wrong = "the token holds a line break or a letter that is in no token"
            raise Failure(doing, wrong, "copy it anew from where it was made") from None
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            failure = Failure(doing, f"GitHub did not answer ({_plain(error)})", "try again later")
            raise _Again(failure, uncertain=True) from error
        except (RuntimeError, AssertionError, GithubException) as error:
            raise Failure(doing, f"GitHub's answer leads elsewhere ({_plain(error)})", ELSEWHERE) from error
        self._note(headers)
        return status, headers, text

    def _data(self, verb: str, doing: str, status: int, headers: Mapping[str, str], text: str) -> Any:
        if status >= 400:
            raise self._refusal(doing, status, headers, text)
        try:
            return json.loads(text) if text else None
        except ValueError as error:
            hint = ELSEWHERE if text.lstrip().startswith("<") else "try again later"
            failure = Failure(doing, "GitHub's answer was cut or is no JSON", hint)
            raise _Again(failure, uncertain=verb != "GET") from error

    def _refusal(self, doing: str, status: int, headers: Mapping[str, str], text: str) -> Exception:
        pause = pause_asked(status, headers, text, self._pace.now())
        failure = refused(doing, status, text, for_good=pause is None)
        if status >= 500:
            return _Again(failure, uncertain=True)
        if status == 401 and self._renew():
            return _Again(failure, pause=0.0, renewed=True)
        if pause is None:
            return failure
        self._pace.hold(pause)
        return _Again(failure, pause=0.0)

    def _note(self, headers: Mapping[str, str]) -> None:
        left = headers.get("x-ratelimit-remaining", "")
        if left.isdigit():
            self._pace.left = int(left)

    @contextmanager
    def _connection(self) -> Iterator[Requester]:
        try:
            requester = self._idle.get_nowait()
        except queue.Empty:
            requester = self._open()
        try:
            yield requester
        except BaseException:
            requester.close()
            raise
        self._idle.put(requester)

    def _open(self) -> Requester:
        return Requester(
            auth=self._auth,
            base_url=self._url,
            timeout=self._timeout,  # type: ignore[arg-type]  # requests takes fractions
            user_agent="iac-agents",
            per_page=PAGE,
            verify=True,
            retry=urllib3.Retry(0, redirect=0, read=False),
            pool_size=1,
            seconds_between_requests=None,
            seconds_between_writes=None,
            api_version=API_VERSION,
        )


def _following(headers: Mapping[str, str]) -> dict[str, Any] | None:
    """The query of the next page: only that, because a proxy may have another address than GitHub names."""
    for part in headers.get("link", "").split(","):
        address, _, relation = part.partition(";")
        if 'rel="next"' in relation:
            return dict(parse_qsl(urlsplit(address.strip().strip("<>")).query))
    return None


def _plain(error: BaseException) -> str:
    return next((words for kind, words in PLAIN.items() if isinstance(error, kind)), type(error).__name__)


def _lenient(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
