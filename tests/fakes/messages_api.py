"""A stub of the Messages API on loopback: it speaks the wire format, judges what it is sent, and answers by a script.

    with Stub([error(429, retry_after="0.1"), call("submit", {"answer": 42})]) as stub:
        client = anthropic.Anthropic(base_url=stub.url, api_key=KEY)
        ...
    assert [seen.status for seen in stub.seen] == [429, 200]

A script is a list, of which each HTTP request takes the next (also one that the SDK repeats), or a function of the
request's JSON, which may look at it with ``tools_of``, ``said`` and ``results``. A request that the real service would
refuse is answered with 400 and its reason and takes nothing from the script; ``stub.refused`` lists those reasons.
Tokens are counted as a fourth of the bytes. Prompts are cached by prefix, at the marks that a request sets.
"""

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from tests.fakes.messages_rules import Wrong, blocks_of, check, prefixes, sign

KEY = "sk-ant-stub-0000000000000000000000000000"
TOOL_PROMPT = 400
"""Tokens that the service adds for itself where there are tools."""
NAMES = {
    400: "invalid_request_error", 401: "authentication_error", 403: "permission_error", 404: "not_found_error",
    413: "request_too_large", 429: "rate_limit_error", 500: "api_error", 504: "timeout_error", 529: "overloaded_error",
}  # fmt: skip
PAGE = b"<html><body>Please log in to the hotel's network</body></html>"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered with.

    ``body`` stands instead of a message. A stream breaks off after ``events`` of its events (None: never), by its
    connection or, if it is ``clean``, as if it were complete; ``tail`` is written there, and again every ``every``
    seconds if that is not 0. ``wait`` seconds pass before anything is said.
    """

    content: tuple[Mapping[str, Any], ...] = ()
    stop: str = "end_turn"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    events: int | None = None
    clean: bool = False
    tail: bytes = b""
    every: float = 0
    wait: float = 0
    geo: str = ""


Script = Sequence[Answer] | Callable[[Json], Answer]


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it came, by lower-case header, and the status it got."""

    headers: Mapping[str, str]
    body: Json
    status: int
    raw: bytes = b""


# -- answers ---------------------------------------------------------------------------------------------------------


def say(text: str, stop: str = "end_turn", thinking: str = "") -> Answer:
    """Words, and nothing else."""
    return Answer((*_thought(thinking), {"type": "text", "text": text}), stop)


def call(name: str, given: Mapping[str, Any], text: str = "", thinking: str = "") -> Answer:
    """One call of a tool, perhaps after words and a thinking block (which may only be given back as it came)."""
    return calls((name, given), text=text, thinking=thinking)


def calls(*wanted: tuple[str, Mapping[str, Any]], text: str = "", thinking: str = "") -> Answer:
    """Several calls in one answer."""
    words = ({"type": "text", "text": text},) if text else ()
    tools = tuple({"type": "tool_use", "name": name, "input": dict(given)} for name, given in wanted)
    return Answer((*_thought(thinking), *words, *tools), "tool_use")


def broken_call(name: str, text: str, stop: str = "tool_use") -> Answer:
    """A call whose input is this text, which may be no JSON at all."""
    return Answer(({"type": "tool_use", "name": name, "input": {}, "raw": text},), stop)


def refusal(category: str = "cyber") -> Answer:
    """The model declines."""
    return Answer((), "refusal", headers={"x-category": category})


def error(status: int, message: str = "no", retry_after: str = "", kind: str = "") -> Answer:
    """An error as the service words it."""
    body = {"type": "error", "error": {"type": kind or NAMES.get(status, "api_error"), "message": message}}
    headers = {"retry-after": retry_after} if retry_after else {}
    return Answer(status=status, headers=headers, body=json.dumps(body).encode())


def html(status: int = 200) -> Answer:
    """A page of somebody in between."""
    return Answer(status=status, headers={"content-type": "text/html"}, body=PAGE)


def raw(body: bytes, status: int = 200, kind: str = "text/event-stream") -> Answer:
    """Exactly these bytes."""
    return Answer(status=status, headers={"content-type": kind}, body=body)


def cut_after(events: int, answer: Answer | None = None) -> Answer:
    """The connection breaks after so many events of the answer."""
    return replace(answer or say("This will not be read to its end."), events=events)


def ends_after(events: int, answer: Answer | None = None, tail: bytes = b"") -> Answer:
    """The stream ends properly, and too early; ``tail`` is what it ends with."""
    return replace(cut_after(events, answer), clean=True, tail=tail)


def error_event(kind: str = "overloaded_error", message: str = "Overloaded", after: int = 1) -> Answer:
    """An error within a stream that began well."""
    data = {"type": "error", "error": {"type": kind, "message": message}}
    return ends_after(after, tail=_event("error", data))


def nothing() -> Answer:
    """The connection is closed instead of an answer."""
    return Answer(status=0, body=b"")


def cut_thinking(text: str = "") -> Answer:
    """Thinking that took all there was, so that no signature came."""
    return Answer(({"type": "thinking", "thinking": text, "signature": ""},), "max_tokens")


def drip(tail: bytes = b"e", every: float = 0.02, after: int = 1) -> Answer:
    """Bytes without end that never make an event."""
    return replace(cut_after(after), tail=tail, every=every)


def hang(answer: Answer | None = None, seconds: float = 30) -> Answer:
    """Silence first; the end of the stub ends it, too."""
    return replace(answer or say("late"), wait=seconds)


def _thought(text: str) -> tuple[Mapping[str, Any], ...]:
    return ({"type": "thinking", "thinking": text},) if text else ()


# -- looking at a request --------------------------------------------------------------------------------------------


def tools_of(request: Json) -> list[str]:
    """Names of the tools it offers."""
    return [tool["name"] for tool in request.get("tools", ())]


def said(request: Json) -> str:
    """All text of its first message: the task."""
    return "\n".join(block.get("text", "") for block in blocks_of(request["messages"][0]))


def results(request: Json) -> list[tuple[str, str, bool]]:
    """What tools answered in its last message: name, text, and whether it is an error."""
    names = {
        block["id"]: block["name"]
        for message in request["messages"]
        for block in blocks_of(message)
        if block["type"] == "tool_use"
    }
    answers = [block for block in blocks_of(request["messages"][-1]) if block["type"] == "tool_result"]
    return [(names[one["tool_use_id"]], _text(one.get("content", "")), bool(one.get("is_error"))) for one in answers]


def _text(content: Any) -> str:
    return content if isinstance(content, str) else "\n".join(block.get("text", "") for block in content)


# -- the service -----------------------------------------------------------------------------------------------------


class Stub:
    """The service; ``url`` is its base URL, ``seen`` every request in the order of their answers."""

    def __init__(self, script: Script, key: str = KEY) -> None:
        self.seen: list[Seen] = []
        self.refused: list[str] = []
        self.ended = threading.Event()
        self._script = script if callable(script) else iter(script)
        self.key = key
        self._lock = threading.Lock()
        self._cached: set[str] = set()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.stub = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def bodies(self) -> list[Json]:
        """What was asked, as JSON."""
        return [seen.body for seen in self.seen]

    def answer(self, path: str, headers: Mapping[str, str], raw_body: bytes) -> tuple[Answer, Json]:
        """The answer to a request and the message it holds."""
        with self._lock:
            body: Json = {}
            try:
                body = json.loads(raw_body)
                check(path, headers, body, self.key)
                answer = self._next(body)
            except Wrong as wrong:
                self.refused.append(wrong.why)
                answer = error(wrong.status, wrong.why)
            except Exception as mistake:  # noqa: BLE001 - of the script: a thread of the server would hide it
                self.refused.append(f"the script failed: {mistake!r}")
                answer = error(400, self.refused[-1])
            message = self._message(answer, body) if answer.body is None else {}
            self.seen.append(Seen(dict(headers), body, answer.status, raw_body))
            return answer, message

    def _next(self, body: Json) -> Answer:
        if callable(self._script):
            return self._script(body)
        given = next(self._script, None)
        if given is None:
            raise Wrong("the script is at its end")
        return given

    def _message(self, answer: Answer, body: Json) -> Json:
        """The message in full; ids count on from what the request holds, so that a conversation has none twice."""
        number = sum(block["type"] == "tool_use" for message in body["messages"] for block in blocks_of(message))
        content = []
        for block in map(dict, answer.content):
            if block["type"] == "tool_use":
                number += 1
                block |= {"id": block.get("id", f"toolu_{number:04}")}
            if block["type"] == "thinking":
                block.setdefault("signature", sign(body, len(body["messages"]), block["thinking"]))
            content.append(block)
        stop: Json = {"stop_reason": answer.stop, "stop_sequence": None}
        if answer.stop == "refusal":
            kind = answer.headers.get("x-category")
            stop["stop_details"] = {"type": "refusal", "category": kind, "explanation": "Not with me."}
        head = {"id": f"msg_{len(self.seen):04}", "type": "message", "role": "assistant", "model": body["model"]}
        return head | {"content": content, **stop, "usage": self._usage(body, content, answer.geo)}

    def _usage(self, body: Json, content: list[Json], geo: str) -> Json:
        whole, marked = prefixes(body)
        total = whole[-1][1] + (TOOL_PROMPT if body.get("tools") else 0)
        # As the service does: a mark finds what was cached up to twenty blocks before it.
        read = max(
            (tokens for at in marked for digest, tokens in whole[max(0, at - 20) : at + 1] if digest in self._cached),
            default=0,
        )
        written = max((whole[at][1] for at in marked), default=0)
        self._cached.update(whole[at][0] for at in marked)
        out = min(sum(_tokens(block) for block in content) or 1, body["max_tokens"])
        counted = {"input_tokens": total - max(read, written), "output_tokens": out}
        counted |= {"cache_creation_input_tokens": max(0, written - read), "cache_read_input_tokens": read}
        return counted | ({"inference_geo": geo} if geo else {})


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    stub: Stub

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is no failure of a test."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # as in the base class
        """Nothing."""

    def do_POST(self) -> None:
        """Answer one request."""
        raw_body = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer, message = self.server.stub.answer(self.path, headers, raw_body)
        if answer.wait:
            self.server.stub.ended.wait(answer.wait)
        with suppress(OSError):
            if not answer.status:
                self.close_connection = True
            elif answer.body is not None:
                self._send(answer, answer.body, "application/json")
            elif json.loads(raw_body).get("stream"):
                self._stream(answer, message)
            else:
                self._send(answer, json.dumps(message).encode(), "application/json")

    def _send(self, answer: Answer, body: bytes, kind: str) -> None:
        self.send_response(answer.status)
        for name, value in ({"content-type": kind, "content-length": str(len(body))} | dict(answer.headers)).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, answer: Answer, message: Json) -> None:
        self.send_response(answer.status)
        for name, value in {"content-type": "text/event-stream", "transfer-encoding": "chunked"}.items():
            self.send_header(name, value)
        self.end_headers()
        for number, event in enumerate(_events(message)):
            if number == answer.events:
                break
            self._chunk(event)
        if answer.tail:
            self._chunk(answer.tail)
        while answer.every and not self.server.stub.ended.wait(answer.every):
            self._chunk(answer.tail)
        if answer.events is None or answer.clean:
            self.wfile.write(b"0\r\n\r\n")
        else:
            self.close_connection = True

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()


def _events(message: Json) -> Iterator[bytes]:
    """The message as the service streams it: text and input in pieces, a ping in between."""
    usage = message["usage"] | {"output_tokens": 1}
    start = message | {"content": [], "stop_reason": None, "usage": usage}
    start.pop("stop_details", None)
    yield _event("message_start", {"type": "message_start", "message": start})
    yield _event("ping", {"type": "ping"})
    for index, block in enumerate(message["content"]):
        yield from _block_events(index, block)
    delta = {name: message[name] for name in ("stop_reason", "stop_sequence", "stop_details") if name in message}
    told = {"type": "message_delta", "delta": delta, "usage": {"output_tokens": message["usage"]["output_tokens"]}}
    yield _event("message_delta", told)
    yield _event("message_stop", {"type": "message_stop"})


def _block_events(index: int, block: Json) -> Iterator[bytes]:
    empty, deltas = _parts(block)
    yield _event("content_block_start", {"type": "content_block_start", "index": index, "content_block": empty})
    for delta in deltas:
        yield _event("content_block_delta", {"type": "content_block_delta", "index": index, "delta": delta})
    yield _event("content_block_stop", {"type": "content_block_stop", "index": index})


def _parts(block: Json) -> tuple[Json, list[Json]]:
    """A block as it starts, and what is added to it; kinds that stream nothing come whole."""
    if block["type"] == "text":
        return block | {"text": ""}, [{"type": "text_delta", "text": piece} for piece in _pieces(block["text"])]
    if block["type"] == "thinking":
        words = [{"type": "thinking_delta", "thinking": piece} for piece in _pieces(block["thinking"])]
        signed = {"type": "signature_delta", "signature": block["signature"]}
        return block | {"thinking": "", "signature": ""}, [*words, signed]
    if block["type"] == "tool_use":
        text = block.get("raw", json.dumps(block["input"]))
        bare = {name: value for name, value in block.items() if name != "raw"} | {"input": {}}
        return bare, [{"type": "input_json_delta", "partial_json": piece} for piece in ["", *_pieces(text)]]
    return block, []


def _pieces(text: str, size: int = 24) -> Iterable[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def _event(name: str, data: Json) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()


def _tokens(value: Any) -> int:
    return -(-len(json.dumps(value, ensure_ascii=False).encode()) // 4)
