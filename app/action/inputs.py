"""What whoever wrote the pipeline asks for: variables named ``INPUT_…``, read once, all wrong ones named together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from app.domain.command import Command
from app.domain.errors import UsageFailure
from app.domain.event import Event
from app.domain.finding import Severity
from app.domain.override import Override
from app.forges.quiet import Telling
from app.knowledge.commands import FRAMEWORKS, REASONERS
from app.pipeline.grammar import parse
from app.pipeline.service.look import LOOKS
from app.pipeline.service.site import Operator

PREFIX = "INPUT_"
RICHEST = 10**12
"""US dollars a month: what is above is a slip of the keyboard."""
NEVER = "never"
GATES = (NEVER, *(str(one) for one in sorted(Severity, reverse=True)))
REVIEW = Command("review")
THREAD: tuple[Telling, ...] = ("comments", "reactions", "remarks")
"""What ``comment: false`` is about."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """``commands`` are empty where none was named; ``text`` is as it was written. ``number`` is 0 without a thread.

    ``fail_on`` is None for what the policy says; ``lenient`` lets the step pass whatever the gate says; ``budget`` is
    the increase a month in US dollars that is allowed; ``login`` whose the token is, where it cannot say so itself;
    ``key`` is the language model's.
    """

    commands: tuple[Command, ...] = ()
    text: str = ""
    path: str = "."
    base: str = ""
    number: int = 0
    token: str = field(default="", repr=False)
    login: str = ""
    label: str = ""
    reasoner: str = REASONERS[0]
    key: str = field(default="", repr=False)
    model: str = ""
    fail_on: Severity | None = None
    lenient: bool = False
    budget: Decimal | None = None
    frameworks: tuple[str, ...] = ()
    comment: bool = True
    sarif: bool = True
    annotations: bool = True
    report_dir: str = ""

    @property
    def silent(self) -> frozenset[Telling]:
        """What is not to be told on the forge."""
        scanning: tuple[Telling, ...] = () if self.sarif else ("code scanning",)
        return frozenset((*(() if self.comment else THREAD), *scanning))

    @property
    def variables(self) -> Mapping[str, str]:
        """What is said here of settings; empty ones leave a setting as the environment has it."""
        reasoner = "" if self.reasoner == "auto" else self.reasoner
        known = {
            "AGENTS_LABEL": self.label,
            "AGENTS_REASONER": reasoner,
            "AGENTS_MODEL": self.model,
            "ANTHROPIC_API_KEY": self.key,
        }
        return {name: value for name, value in known.items() if value}

    def narrowed(self, commands: Sequence[Command]) -> tuple[Command, ...]:
        """The commands, those that name no directory with ``path``."""
        if not self.path.strip("./"):
            return tuple(commands)
        return tuple(one if one.args else replace(one, args=(self.path,)) for one in commands)

    def override(self, commands: Sequence[Command] = ()) -> Override:
        """What is said beside the policy."""
        return Override(tuple(commands), self.fail_on, self.budget, self.frameworks)

    def looks(self) -> tuple[Command, ...]:
        """What a look at the checkout is to do; raises ``UsageFailure`` where that is more than looking."""
        commands = self.narrowed(self.commands or (REVIEW,))
        _require_looks(commands, "without an issue or a pull request to answer")
        return commands

    def operator(self, event: Event, page: str) -> Operator:
        """Who runs an event here; ``page`` shows the job. Raises ``UsageFailure`` as ``looks`` does."""
        commands = self.narrowed(self.commands) if event.kind == "pull_request" else ()
        _require_looks(commands, "for a pull request")
        return Operator(override=self.override(commands), passing=True, only_page=page)


class _Reader:
    """Reads one input after another and remembers what was wrong."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._given = {key: value.strip() for key, value in environment.items() if key.startswith(PREFIX)}
        self.wrong: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        return self._given.get(f"{PREFIX}{name.upper().replace('-', '_')}") or default

    def choice(self, name: str, known: Sequence[str], default: str) -> str:
        found = self.text(name, default)
        if found.lower() in known:
            return found.lower()
        self._say(name, f"{found!r} is none of {', '.join(known)}")
        return default

    def flag(self, name: str) -> bool:
        return self.choice(name, ("true", "false"), "true") == "true"

    def number(self, name: str) -> int:
        found = self.text(name, "0").removeprefix("#")
        if found.isascii() and found.isdigit() and len(found) < 10:
            return int(found)
        self._say(name, f"{found!r} is no number of an issue or pull request")
        return 0

    def amount(self, name: str) -> Decimal | None:
        found = self.text(name)
        if not found:
            return None
        try:
            amount = Decimal(found)
        except InvalidOperation:
            amount = Decimal(-1)
        if amount.is_finite() and 0 <= amount < RICHEST:
            return amount
        self._say(name, f"{found!r} is no amount of US dollars, e.g. 250")
        return None

    def token(self, name: str) -> str:
        found = self.text(name)
        if found.isascii() and found.isprintable() and " " not in found:
            return found
        self._say(name, "it holds a blank, a line break or a letter that is in no token")
        return ""

    def commands(self, name: str) -> tuple[Command, ...]:
        """One a line, as in a comment; ``/agents`` before it may be left out."""
        text = commented(self.text(name))
        parsed = parse(text)
        for mistake in parsed.mistakes:
            nearest = f"; did you mean {mistake.nearest}?" if mistake.nearest else ""
            self._say(name, f"{mistake.wrong}: {mistake.word!r}{nearest}" if mistake.word else mistake.wrong)
        if text and parsed.ignored:
            self._say(name, "there is no command in it")
        return parsed.commands

    def frameworks(self, name: str) -> tuple[str, ...]:
        found = tuple(dict.fromkeys(one.strip().lower() for one in self.text(name).split(",") if one.strip()))
        unknown = [one for one in found if one not in FRAMEWORKS]
        if unknown:
            self._say(name, f"{', '.join(unknown)} is not known; known are {', '.join(FRAMEWORKS)}")
        return found

    def path(self, name: str) -> str:
        found = self.text(name, ".")
        if found.startswith(("/", "-")) or ".." in found.split("/") or "\n" in found:
            self._say(name, f"{found!r} does not stay inside the repository")
        return found

    def _say(self, name: str, wrong: str) -> None:
        self.wrong.append(f"{name}: {wrong}")


def read_inputs(environment: Mapping[str, str], page: str = "docs/guides/github-action.md") -> Inputs:
    """The inputs; raises ``UsageFailure`` that names every wrong one. ``page`` is where they are explained."""
    reader = _Reader(environment)
    gate = reader.choice("fail-on", GATES, "") if reader.text("fail-on") else ""
    inputs = Inputs(
        commands=reader.commands("command"),
        text=commented(reader.text("command")),
        path=reader.path("path"),
        base=reader.text("base"),
        number=reader.number("number"),
        token=reader.token("token"),
        login=reader.text("login"),
        label=reader.text("label"),
        reasoner=reader.choice("reasoner", REASONERS, REASONERS[0]),
        key=reader.token("anthropic-api-key"),
        model=reader.text("model"),
        fail_on=Severity.parse(gate) if gate not in {"", NEVER} else None,
        lenient=gate == NEVER,
        budget=reader.amount("budget"),
        frameworks=reader.frameworks("framework"),
        comment=reader.flag("comment"),
        sarif=reader.flag("sarif"),
        annotations=reader.flag("annotations"),
        report_dir=reader.text("report-dir"),
    )
    if reader.wrong:
        raise UsageFailure("reading the inputs", "; ".join(reader.wrong), f"see {page}")
    return inputs


def _require_looks(commands: Sequence[Command], where: str) -> None:
    more = [one.name for one in commands if one.name not in LOOKS]
    if more:
        hint = f"here only {', '.join(sorted(LOOKS))}; comment `/agents {more[0]}` for the rest"
        raise UsageFailure("reading the inputs", f"command {', '.join(more)} {where}", hint)


def commented(text: str) -> str:
    """Each line as it would stand in a comment."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line if line.startswith("/") else f"/agents {line}" for line in lines if line)
