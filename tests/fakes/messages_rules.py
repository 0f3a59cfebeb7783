"""What the Messages API refuses, as far as a client of ours can offend, and how it counts a prompt's prefixes."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]
NAME = re.compile(r"[a-zA-Z0-9_-]{1,128}")
STRICT = re.compile(r"claude-(?:sonnet|opus|haiku|fable)-5-[1-9]")
"""Models that take neither sampling parameters nor forced tools nor an answer's beginning, and that bind thinking to
the conversation (https://platform.claude.com/docs/en/models/sonnet-5-5/migration-guide)."""
SAMPLING = "2023-06-01"
"""The version of the API that still takes sampling parameters, from models that do."""


class Wrong(Exception):
    """The request is refused; ``why`` is the service's message."""

    def __init__(self, why: str, status: int = 400) -> None:
        self.why = why
        self.status = status
        super().__init__(why)


def check(path: str, headers: Mapping[str, str], body: Any, key: str) -> None:
    """Raise ``Wrong`` for what the service would not take."""
    if path != "/v1/messages":
        raise Wrong(f"Not found: {path}", 404)
    if key not in {headers.get("x-api-key"), headers.get("authorization", "").removeprefix("Bearer ")}:
        raise Wrong("invalid x-api-key", 401)
    _need("anthropic-version" in headers, "anthropic-version: header is required")
    _need(isinstance(body, dict), "the body is no object")
    model = body.get("model")
    if not isinstance(model, str) or not model.startswith("claude-"):
        raise Wrong(f"model: {model}", 404)
    most = body.get("max_tokens")
    _need(isinstance(most, int) and most >= 1, "max_tokens: Field required")
    _tools(body)
    _system(body.get("system", ""))
    _messages(body.get("messages"))
    marks = _marks(body)
    _need(marks <= 4, f"A maximum of 4 blocks with cache_control may be provided. Found {marks}.")
    if STRICT.match(model):
        _strict(body)
    if STRICT.match(model) or headers["anthropic-version"] != SAMPLING:
        for name in ("temperature", "top_p", "top_k"):
            _need(name not in body, f"{name}: Extra inputs are not permitted")


def _need(holds: object, why: str) -> None:
    if not holds:
        raise Wrong(why)


def _tools(body: Json) -> None:
    names = []
    for tool in body.get("tools", ()):
        name = tool.get("name", "")
        _need(NAME.fullmatch(name), f"tools.{name}.name: String should match pattern '^[a-zA-Z0-9_-]{{1,128}}$'")
        schema = tool.get("input_schema")
        _need(isinstance(schema, dict) and schema.get("type") == "object", f"tools.{name}.input_schema: not an object")
        known = {"name", "description", "input_schema", "cache_control", "type", "strict"}
        _need(set(tool) <= known, f"tools.{name}: Extra inputs are not permitted")
        names.append(name)
    _need(len(names) == len(set(names)), "tools: Tool names must be unique.")


def _system(system: Any) -> None:
    if isinstance(system, list):
        for block in system:
            _need(block.get("type") == "text" and block.get("text"), "system: text content blocks must be non-empty")
    else:
        _need(isinstance(system, str), "system: Input should be a valid string or list")


def _messages(messages: Any) -> None:
    _need(isinstance(messages, list) and messages, "messages: at least one message is required")
    expected: set[str] = set()
    used: set[str] = set()
    for number, message in enumerate(messages):
        role = message.get("role")
        wanted = "assistant" if number % 2 else "user"
        _need(role == wanted, f"messages.{number}: roles must alternate, expected {wanted} and found {role}")
        blocks = blocks_of(message)
        _need(blocks, f"messages.{number}: content must be non-empty")
        for block in blocks:
            _block(number, block)
        _pairs(number, blocks, expected)
        expected = {block["id"] for block in blocks if block["type"] == "tool_use"} if role == "assistant" else set()
        calls = [block["id"] for block in blocks if block["type"] == "tool_use"]
        _need(not used & set(calls) and len(calls) == len(set(calls)), "messages: `tool_use` ids must be unique")
        used |= set(calls)


def _pairs(number: int, blocks: list[Json], expected: set[str]) -> None:
    answered = [block["tool_use_id"] for block in blocks if block["type"] == "tool_result"]
    strange = sorted(set(answered) - expected)
    _need(not strange, f"messages.{number}: unexpected `tool_use_id` found in `tool_result` blocks: {strange}")
    _need(len(answered) == len(set(answered)), f"messages.{number}: each `tool_use` must have a single result")
    missing = sorted(expected - set(answered))
    _need(not missing, f"messages.{number}: `tool_use` ids were found without `tool_result` blocks: {missing}")
    kinds = [block["type"] == "tool_result" for block in blocks]
    _need(kinds == sorted(kinds, reverse=True), f"messages.{number}: `tool_result` blocks come first")


def _block(number: int, block: Any) -> None:
    where = f"messages.{number}.content"
    _need(isinstance(block, dict) and isinstance(block.get("type"), str), f"{where}: no type")
    kind = block["type"]
    if kind == "text":
        text = block.get("text")
        _need(isinstance(text, str) and text.strip(), f"{where}: text content blocks must contain non-whitespace text")
    if kind == "tool_use":
        _need(NAME.fullmatch(block.get("name", "")), f"{where}.tool_use.name: String should match pattern")
        _need(isinstance(block.get("input"), dict), f"{where}.tool_use.input: Input should be an object")
        _need(set(block) <= {"type", "id", "name", "input", "caller", "cache_control"}, f"{where}: Extra inputs")
    if kind == "tool_result":
        content = block.get("content", "")
        _need(isinstance(content, str | list), f"{where}.tool_result.content: Input should be a string or list")
        _need(content or not block.get("is_error"), f"{where}: content cannot be empty if `is_error` is true")
    if kind in {"thinking", "redacted_thinking"}:
        _need("cache_control" not in block, f"{where}.{kind}.cache_control: Extra inputs are not permitted")


def _marks(body: Json) -> int:
    system = body.get("system")
    places = [*body.get("tools", ()), *(system if isinstance(system, list) else ())]
    places += [block for message in body["messages"] for block in blocks_of(message)]
    return sum("cache_control" in place for place in places)


def _strict(body: Json) -> None:
    chosen = body.get("tool_choice", {}).get("type", "auto")
    _need(chosen in {"auto", "none"}, f"tool_choice: {chosen} is not supported by this model")
    _need(body.get("thinking", {}).get("type") not in {"disabled", "enabled"}, "thinking.type: use between_tools")
    _need(body["messages"][-1]["role"] == "user", "This model does not support assistant message prefill.")
    for number, message in enumerate(body["messages"]):
        for block in blocks_of(message):
            if block["type"] == "thinking":
                bound = sign(body, number, block["thinking"]) == block.get("signature")
                _need(bound, f"messages.{number}: Invalid `signature`. The block is bound to a different conversation.")


def blocks_of(message: Json) -> list[Json]:
    """A message's blocks; a plain text is one."""
    content = message.get("content")
    if isinstance(content, str):
        return [{"type": "text", "text": content}] if content else []
    return list(content or ())


def sign(body: Json, before: int, thinking: str) -> str:
    """The seal of a thinking block that came as message number ``before`` of the conversation."""
    known = {name: _bare(body.get(name)) for name in ("model", "system", "tools")}
    return _digest([known, _bare(body["messages"][:before]), thinking])


def prefixes(body: Json) -> tuple[list[tuple[str, int]], list[int]]:
    """For each block of the prompt the digest and tokens of all up to it, in the service's order, and the marked."""
    system = body.get("system") or []
    system = [{"type": "text", "text": system}] if isinstance(system, str) else system
    messages = [{"role": message["role"], **block} for message in body["messages"] for block in blocks_of(message)]
    whole: list[tuple[str, int]] = []
    marked, digest, tokens = [], body["model"], 0
    for number, block in enumerate([*body.get("tools", ()), *system, *messages]):
        bare = _bare(block)
        digest = _digest([digest, bare])
        tokens += -(-len(json.dumps(bare, ensure_ascii=False).encode()) // 4)
        whole.append((digest, tokens))
        if "cache_control" in block:
            marked.append(number)
    return whole, marked


def _bare(value: Any) -> Any:
    """Without the marks for the cache, which are no part of a prompt."""
    if isinstance(value, Mapping):
        return {name: _bare(inner) for name, inner in value.items() if name != "cache_control"}
    return [_bare(inner) for inner in value] if isinstance(value, list) else value


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()
