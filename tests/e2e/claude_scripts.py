"""Scripts for the stub of the Messages API: what a model answers in a run, task by task, and what must come of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.messages_api import (
    Answer,
    Json,
    broken_call,
    call,
    calls,
    cut_after,
    drip,
    ends_after,
    error,
    error_event,
    hang,
    html,
    raw,
    refusal,
    results,
    said,
    say,
    tools_of,
)

ISSUE = "# Jobs\n\nA queue 'jobs'. It keeps what nobody fetched for nine days.\n"
OPEN = "It keeps what nobody fetched for nine days."
QUOTE = "keeps what nobody fetched for nine days"
STACK = "stacks/jobs"
QUEUE = f"{STACK}/messaging.tf"
KEEPS = "message_retention_seconds         = "
FOUR, NINE = f"{KEEPS}345600", f"{KEEPS}777600"

Say = Callable[[Json, int], Answer]
"""Answers a request, the n-th of its task (from 0)."""


def submit(answer: Mapping[str, Any]) -> Answer:
    """An answer to a task."""
    return call("submit", answer)


def change(**more: Any) -> dict[str, Any]:
    """A change of the queue."""
    return {"component": "sqs.jobs", "quote": QUOTE, **more}


NINE_DAYS = change(settings={"message_retention": 777600})
DESIGN: dict[str, Any] = {"change": [NINE_DAYS], "understood": [OPEN]}
"""Understands what the rules did not."""
NO_DESIGN = {"not_understood": [OPEN]}
"""Leaves it to the developer."""
EDIT = {"path": QUEUE, "edits": [{"old": f"  {FOUR}", "new": f"  {NINE}"}]}
CLAIM = {"phrase": 1, "addresses": ["aws_sqs_queue.jobs"]}
FILES = {"files": [EDIT], "understood": [CLAIM], "why": "Nine days are 777600 seconds."}
"""The same by changing a file."""
NO_FILES: dict[str, Any] = {"files": []}


def task_of(request: Json) -> str:
    """Which task a request belongs to, by the form of its answer."""
    (tool,) = (tool for tool in request["tools"] if tool["name"] == "submit")
    fields = tool["input_schema"]["properties"]
    names = {"add": "design", "files": "write", "remarks": "remarks", "overview": "overview", "points": "reply"}
    return next(name for field, name in names.items() if field in fields)


def turn_of(request: Json) -> int:
    """How many answers its task has had."""
    return sum(message["role"] == "assistant" for message in request["messages"])


def by_task(**says: Answer | Sequence[Answer] | Say) -> Callable[[Json], Answer]:
    """A script: for each task an answer for every turn, answers in turn (the last again), or a function."""
    known: dict[str, Answer | Sequence[Answer] | Say] = {
        "design": submit(NO_DESIGN),
        "write": submit(NO_FILES),
        "remarks": submit({"remarks": []}),
        "overview": submit({"overview": "A queue and what it needs."}),
        "reply": submit({"text": "It is a queue."}),
    }
    known |= says

    def answer(request: Json) -> Answer:
        chosen, turn = known[task_of(request)], turn_of(request)
        if isinstance(chosen, Answer):
            return chosen
        if callable(chosen):
            return chosen(request, turn)
        return chosen[min(turn, len(chosen) - 1)]

    return answer


def always(answer: Answer) -> Callable[[Json], Answer]:
    """The same to everything."""
    return lambda request: answer


def first(*answers: Answer, then: Callable[[Json], Answer]) -> Callable[[Json], Answer]:
    """These to the first requests, whatever they are."""
    left = list(answers)
    return lambda request: left.pop(0) if left else then(request)


GOOD = by_task(design=submit(DESIGN), write=submit(FILES))


@dataclass(frozen=True, slots=True)
class Script:
    """``ends`` are how the design and the writing ended (empty: not asked); ``kept`` says whether either was used;
    ``why`` is a part of the reason that a user is told; ``more`` are settings; ``most`` requests at most; ``text`` is
    the issue."""

    name: str
    answer: Callable[[], Callable[[Json], Answer]]
    ends: tuple[str, str]
    kept: bool
    why: str = ""
    more: Mapping[str, str] = field(default_factory=dict)
    most: int = 60
    text: str = ISSUE


def _searching(request: Json, turn: int) -> Answer:
    """Looks things up for ever, each time another."""
    return call("find_types", {"query": f"queue {turn}"})


def _checking(request: Json, turn: int) -> Answer:
    """Tries in vain, is told why the plan failed, mends it."""
    broken = {"path": QUEUE, "edits": [{"old": f"  {FOUR}", "new": f"  {KEEPS}aws_sqs_queue.nowhere.arn"}]}
    if turn == 0:
        return calls(("check", {"files": [broken]}), ("provider_schema", {"type": "aws_sqs_queue"}))
    if turn == 1:
        told = {name: text for name, text, _ in results(request)}
        assert "nowhere" in told["check"], told["check"]
        assert "message_retention_seconds" in told["provider_schema"]
        return submit({**FILES, "files": [broken]})
    return submit(FILES)


def _adding(kind: str, **arguments: Any) -> Say:
    """A component, under another label each time."""

    def answer(request: Json, turn: int) -> Answer:
        new = {"kind": kind, "label": f"extra_{turn}", "quote": QUOTE, "arguments": arguments}
        return submit({"add": [new], "understood": [OPEN]})

    return answer


def _writing(text: str) -> Say:
    """The right answer, and this besides: only what it adds can be the reason to refuse it."""

    def answer(request: Json, turn: int) -> Answer:
        added = {"path": f"{STACK}/extra_{turn}.tf", "content": text}
        return submit({**FILES, "files": [EDIT, added]})

    return answer


def then(*says: Answer | Say) -> Say:
    """Each in its turn, the last again and again."""

    def answer(request: Json, turn: int) -> Answer:
        chosen = says[min(turn, len(says) - 1)]
        return chosen(request, turn) if callable(chosen) else chosen

    return answer


SUPERQUEUE = 'resource "aws_sqs_superqueue" "x" {\n  name = "x"\n}\n'
WARP = 'resource "aws_sqs_queue" "x" {\n  name       = "x"\n  warp_speed = 9\n}\n'
PROVISIONER = 'resource "terraform_data" "x" {\n  provisioner "local-exec" {\n    command = "id"\n  }\n}\n'
NO_DEAD_LETTERS = {
    "path": QUEUE,
    "edits": [
        {"old": f"  {FOUR}", "new": f"  {NINE}"},
        {
            "old": "  redrive_policy = jsonencode({\n    deadLetterTargetArn = aws_sqs_queue.jobs_dlq.arn\n"
            "    maxReceiveCount     = 5\n  })\n",
            "new": "",
        },
        {"old": "  kms_master_key_id                 = aws_kms_key.main.arn\n" * 1, "new": ""},
    ],
}
DOWN = ("down", "down")
SCRIPTS = (
    Script("good design", lambda: GOOD, ("answered", ""), kept=True, why="understands"),
    Script("good files", lambda: by_task(write=submit(FILES)), ("answered", "answered"), kept=True),
    Script("mends after a failed plan", lambda: by_task(write=_checking), ("answered", "answered"), kept=True),
    Script(
        "hallucinated types, then right",
        lambda: by_task(design=then(_adding("aws_sqs_superqueue", name="x"), submit(DESIGN))),
        ("answered", ""),
        kept=True,
    ),
    Script(
        "hallucinated types",
        lambda: by_task(design=_adding("aws_sqs_superqueue", name="x"), write=_writing(SUPERQUEUE)),
        ("malformed", "turns"),
        kept=False,
        why="superqueue",
        more={"AGENTS_REASONER_TURNS": "4"},
    ),
    Script(
        "hallucinated attributes, then right",
        lambda: by_task(
            design=[submit({"change": [change(arguments={"warp_speed": 9})], "understood": [OPEN]}), submit(NO_DESIGN)],
            write=then(_writing(WARP), submit(FILES)),
        ),
        ("answered", "answered"),
        kept=True,
    ),
    Script(
        "malformed three times",
        lambda: always(broken_call("submit", '{"change": [')),
        ("malformed", "malformed"),
        kept=False,
        why="did not fit",
    ),
    Script(
        "malformed once",
        lambda: by_task(design=[broken_call("submit", '{"change": ['), submit(DESIGN)]),
        ("answered", ""),
        kept=True,
    ),
    Script("words only", lambda: always(say("I would add a queue.")), ("malformed", "malformed"), kept=False),
    Script(
        "endless look-ups",
        lambda: by_task(design=_searching, write=_searching),
        ("turns", "turns"),
        kept=False,
        why="12 turns",
    ),
    Script(
        "the same look-up for ever",
        lambda: by_task(design=call("find_types", {"query": "q"}), write=call("find_types", {"query": "q"})),
        ("turns", "turns"),
        kept=False,
        why="again and again",
    ),
    Script(
        "worse than the draft",
        lambda: by_task(
            design=submit({"remove": [{"component": "sqs.jobs", "quote": QUOTE}], "understood": [OPEN]}),
            write=submit({**FILES, "files": [NO_DEAD_LETTERS]}),
        ),
        ("malformed", "turns"),
        kept=False,
    ),
    Script(
        "a late bad turn",
        lambda: by_task(design=then(submit(DESIGN), _adding("aws_sqs_superqueue", name="x"))),
        ("malformed", "answered"),
        kept=True,
        text=f"{ISSUE}\nAnd the moon on a stick for everybody.\n",
    ),
    Script("poisoned", lambda: by_task(write=_writing(PROVISIONER)), ("answered", "turns"), kept=False),
    Script("declined", lambda: always(refusal()), ("declined", "declined"), kept=False, why="declined"),
    Script("400", lambda: always(error(400, "max_tokens: too large")), DOWN, kept=False, why="max_tokens"),
    Script("401", lambda: always(error(401, "invalid x-api-key")), DOWN, kept=False, why="key"),
    Script("403", lambda: always(error(403, "not allowed")), DOWN, kept=False),
    Script("404", lambda: always(error(404, "model: none")), DOWN, kept=False),
    Script("413", lambda: always(error(413, "too large")), DOWN, kept=False),
    Script("429, then right", lambda: first(error(429, retry_after="0.2"), then=GOOD), ("answered", ""), kept=True),
    Script("429 for ever", lambda: always(error(429, retry_after="0.05")), DOWN, kept=False),
    Script("500, then right", lambda: first(error(500, retry_after="0.01"), then=GOOD), ("answered", ""), kept=True),
    Script("500 for ever", lambda: always(error(500, retry_after="0.01")), DOWN, kept=False),
    Script("529 for ever", lambda: always(error(529, "Overloaded", retry_after="0.01")), DOWN, kept=False),
    Script("cut stream", lambda: always(cut_after(3, submit(DESIGN))), DOWN, kept=False),
    Script("a stream that ends too early", lambda: always(ends_after(3, submit(DESIGN))), DOWN, kept=False),
    Script("an error in the stream", lambda: always(error_event()), DOWN, kept=False),
    Script("an empty stream", lambda: always(raw(b"")), DOWN, kept=False),
    Script("a page of HTML", lambda: always(html()), DOWN, kept=False),
    Script("half a JSON", lambda: always(raw(b'{"type": "mess', kind="application/json")), DOWN, kept=False),
    Script("a drip", lambda: always(drip()), ("time", "time"), kept=False, more={"AGENTS_REASONER_SECONDS": "0.3"}),
    Script("silence", lambda: always(hang()), ("time", "time"), kept=False, more={"AGENTS_REASONER_SECONDS": "0.3"}),
    Script(
        "no money at all",
        lambda: GOOD,
        ("over_budget", "over_budget"),
        kept=False,
        more={"AGENTS_REASONER_USD": "0"},
        most=0,
    ),
    Script(
        "money for little",
        lambda: by_task(design=_searching, write=_searching),
        ("over_budget", "over_budget"),
        kept=False,
        more={"AGENTS_REASONER_USD": "0.08"},
    ),
    Script(
        "few tokens",
        lambda: by_task(design=_searching, write=_searching),
        ("over_budget", "over_budget"),
        kept=False,
        more={"AGENTS_REASONER_TOKENS": "60000"},
    ),
    Script("one turn", lambda: by_task(design=_searching), ("turns", "answered"), kept=False,
           more={"AGENTS_REASONER_TURNS": "1"}),
)  # fmt: skip

__all__ = ["ISSUE", "SCRIPTS", "Script", "by_task", "said", "task_of", "tools_of"]
