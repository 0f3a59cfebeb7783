"""Logs: one line for each thing that happened, as text or JSON, with the run's id and without secrets.

Everything goes to standard error through one handler, also what libraries log. Values bound by
``structlog.contextvars`` (forge, delivery, run) stand in every line of that thread.
"""

import json
import logging
import re
import sys
from collections.abc import Callable, Sequence
from typing import IO, Any, Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from app.domain.redaction import MARK, redact

QUIET = ("urllib3", "github", "gitlab", "sqlalchemy", "alembic", "filelock")
"""Libraries of which only warnings are of interest."""
LONGEST = 20_000
"""Characters of one value: a traceback fits, a payload does not."""
SHORTEST_SECRET = 6
"""Characters: a shorter literal would blot out ordinary words."""
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
FIRST = ("timestamp", "level", "event", "run", "forge", "delivery")


def set_up_logging(
    form: Literal["text", "json"], secrets: Sequence[str] = (), stream: IO[str] | None = None, level: int = logging.INFO
) -> None:
    """Route everything that is logged in this process to ``stream`` (standard error).

    ``secrets`` are blanked wherever they stand, beside everything that has the shape of one.
    """
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *before,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=before,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _without(secrets),
                _json if form == "json" else _text,
            ],
        )
    )
    root = logging.getLogger()
    for earlier in list(root.handlers):
        root.removeHandler(earlier)
        earlier.close()
    root.addHandler(handler)
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _without(secrets: Sequence[str]) -> Processor:
    """Blanks secrets in every value."""
    literals = sorted({text for text in secrets if len(text) >= SHORTEST_SECRET}, key=len, reverse=True)
    known = re.compile("|".join(map(re.escape, literals))) if literals else None

    def clean(text: str) -> str:
        if len(text) > LONGEST:
            text = f"{text[:LONGEST]}…"
        return redact(known.sub(MARK, text) if known else text)

    def process(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {name: _cleaned(value, clean) for name, value in event.items()}

    return process


def _cleaned(value: object, clean: Callable[[str], str]) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, dict):
        return {str(name): _cleaned(item, clean) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_cleaned(item, clean) for item in value]
    return clean(value if isinstance(value, str) else str(value))


def _json(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    return json.dumps(dict(_in_order(event)), ensure_ascii=False, default=str)


def _text(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    """``time level event name=value …``; a traceback follows, indented, so that no line of it looks like an entry."""
    trace = str(event.pop("exception", ""))
    at, level, what = (str(event.pop(name, "")) for name in FIRST[:3])
    words = [at, f"{level:<8}", _shown(what), *(f"{name}={_quoted(value)}" for name, value in _in_order(event))]
    return "\n    ".join([" ".join(words), *map(_shown, trace.splitlines())])


def _in_order(event: EventDict) -> list[tuple[str, Any]]:
    """The names one looks for first, then the others as they came."""
    first = [(name, event[name]) for name in FIRST if name in event]
    return first + [(name, value) for name, value in event.items() if name not in FIRST]


def _quoted(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return json.dumps(_shown(text), ensure_ascii=False) if re.search(r'[\s"=]', text) or not text else _shown(text)


def _shown(text: str) -> str:
    """No control characters: a stranger's text cannot begin a line of its own."""
    return CONTROL.sub(lambda found: f"\\x{ord(found.group()):02x}", text)
