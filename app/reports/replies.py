"""Answers in comments of their own: help, mistakes, refusals, failures, the welcome. Bodies without their marker."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Protocol

from app.domain.command import Mistake
from app.domain.errors import AgentsError
from app.domain.redaction import redact
from app.knowledge.commands import IN_COMMENTS, Command, Place
from app.reports.defuse import capital, code, inert, line, link, prose, sentence
from app.reports.phrases import phrases
from app.reports.templating import render, tidy

POLICY = ".agents.yml"
SAMPLE = "version: 1\ngate:\n  fail_on: high\nignore:\n  - examples/**\n"
SHOWN = 20
"""Mistakes or refusals in one answer."""
TRY_FIRST = ("review", "fix", "help")


class Refused(Protocol):
    """Why a command is not carried out.

    ``code`` is one of wrong_place, passthrough, permission, not_allowed, fork, closed; ``values`` what its phrase names
    (``command`` always); ``why`` and ``hint`` say it in English, for a code that has no phrase.
    """

    @property
    def code(self) -> str:
        """What kind of refusal it is."""
        ...

    @property
    def why(self) -> str:
        """The reason."""
        ...

    @property
    def hint(self) -> str:
        """What to do next."""
        ...

    @property
    def values(self) -> Mapping[str, str]:
        """What the phrase names: command, place, needed, actor, allowed, words."""
        ...


def render_help(*, pull_request: bool, fork: bool = False, language: str = "en") -> str:
    """The commands of this place with what they do and who may, from the one catalogue.

    On a fork's pull request those that push are left out, and it is said why.
    """
    words = phrases(language)
    here: Place = "pull_request" if pull_request else "issue"
    there: Place = "issue" if pull_request else "pull_request"
    elsewhere = [name for name, one in IN_COMMENTS.items() if _works(one, there) and not _works(one, here)]
    pushing = [name for name, one in IN_COMMENTS.items() if _works(one, here) and one.comment and one.comment.pushes]
    listed = [
        _entry(one, words) for name, one in IN_COMMENTS.items() if _works(one, here) and not (fork and name in pushing)
    ]
    notes = []
    if elsewhere:
        notes.append(words[f"help_elsewhere_{there}"].format(commands=_listed(elsewhere)))
    if pull_request and pushing:
        notes.append(words["help_fork_here" if fork else "help_fork"].format(commands=_listed(pushing)))
    return tidy(render("help.md.j2", t=words, listed=listed, notes=notes))


def render_mistakes(
    mistakes: Sequence[Mistake],
    refused: Sequence[Refused] = (),
    *,
    pull_request: bool = True,
    language: str = "en",
) -> str:
    """One reply to all that was not done in a comment: what was not understood, what was refused, and why."""
    words = phrases(language)
    lines = [_mistake(mistake, words) for mistake in mistakes[:SHOWN]]
    parts = []
    if lines:
        more = [words["more_changes"].format(count=len(mistakes) - SHOWN)] if len(mistakes) > SHOWN else []
        text = "\n".join(f"- {one}" for one in (*lines, *more))
        parts.append(f"### {words['mistake_title']}\n\n{text}\n")
    parts += [_refusal(one, words) for one in refused[:SHOWN]]
    here: Place = "pull_request" if pull_request else "issue"
    names = [name for name, one in IN_COMMENTS.items() if _works(one, here) and name != "help"]
    parts.append(words["mistake_help"].format(commands=_listed(names), help=code("/agents help")) + "\n")
    return redact(tidy("\n".join(parts)))


def render_failure(error: AgentsError, run: str = "", *, url: str = "", language: str = "en") -> str:
    """An expected failure: what was being done, what was wrong, what to do next."""
    words = phrases(language)
    said = words["failure_doing"].format(doing=inert(error.doing), wrong=prose(error.wrong, 3000))
    hint = f"{capital(prose(error.hint, 1000)).rstrip('.')}." if error.hint else ""
    return _reply(words["failure_title"], said, _todo(hint, words), _page(run, url, words))


def render_bug(run: str, *, url: str = "", language: str = "en") -> str:
    """A failure nobody expected: the run's id leads to the log, and nothing of it is shown."""
    words = phrases(language)
    said = words["bug_text"].format(run=code(run))
    return _reply(words["bug_title"], said, _todo(words["bug_hint"], words), _page(run, url, words))


def render_welcome(*, language: str = "en") -> str:
    """The first words in a repository: what the bot does, three commands, the smallest policy."""
    words = phrases(language)
    tried = [_entry(IN_COMMENTS[name], words) | {"example": f"/agents {name}"} for name in TRY_FIRST]
    return tidy(render("welcome.md.j2", t=words, tried=tried, sample=SAMPLE, file=code(POLICY)))


def _reply(title: str, *parts: str) -> str:
    return redact(tidy("\n\n".join((f"### {title}", *filter(None, parts)))))


def _todo(hint: str, words: Mapping[str, str]) -> str:
    return f"**{words['what_now']}:** {hint}" if hint else ""


def _page(run: str, url: str, words: Mapping[str, str]) -> str:
    return f"<sub>{link(words['details_page'], url)}</sub>" if url and run else ""


def _works(command: Command, place: Place) -> bool:
    return command.comment is not None and place in command.comment.places


def _entry(command: Command, words: Mapping[str, str]) -> dict[str, str]:
    """How it is written, what it does in the language of the answer, who may."""
    used = command.comment
    summary = (used.summary if used else "") or command.summary
    example = (used.example if used else "") or f"/agents {command.name}"
    does = words.get(f"help_{command.name}") or summary
    return {"example": example, "does": does, "who": words[f"who_{used.role}"] if used else ""}


def _mistake(mistake: Mistake, words: Mapping[str, str]) -> str:
    said = words["mistake_line"].format(line=mistake.line, wrong=prose(mistake.wrong).rstrip("."))
    if mistake.word and line(mistake.word) not in line(mistake.wrong):
        said += f" ({code(mistake.word)})"
    nearest = words["mistake_nearest"].format(nearest=code(mistake.nearest)) if mistake.nearest else ""
    return f"{said}; {nearest}" if nearest else f"{said}."


def _refusal(refused: Refused, words: Mapping[str, str]) -> str:
    """The phrase of its code; the refusal's own words where there is none."""
    values = defaultdict(str, {name: code(str(value)) for name, value in refused.values.items()})
    name = refused.values.get("command", "")
    command = code(f"/agents {name}") if name else words["by_itself"]
    key = f"refused_{refused.code}" + (f"_{refused.values.get('place', '')}" if refused.code == "wrong_place" else "")
    values |= {"file": code(POLICY), "help": code("/agents help"), "allow": code("allow")}
    values["needed"] = words.get(f"who_{refused.values.get('needed', '')}", values.get("needed", ""))
    why = words[key].format_map(values) if key in words else sentence(capital(prose(refused.why)))
    hint = words.get(f"hint_{refused.code}", "").format_map(values) or prose(refused.hint)
    return f"### {words['refused_title'].format(command=command)}\n\n{why}\n\n{_todo(hint, words)}\n"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(code(f"/agents {name}") for name in names)
