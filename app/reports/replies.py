"""Answers in comments of their own: help, mistakes, refusals, failures, the welcome. Bodies without their marker."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Protocol

from app.domain.command import Mistake
from app.domain.errors import AgentsError
from app.domain.merge import Merge
from app.domain.redaction import redact
from app.knowledge.commands import IN_COMMENTS, Command, Place
from app.reports.defuse import capital, code, inert, line, link, sentence
from app.reports.phrases import phrases
from app.reports.templating import render, tidy

POLICY = ".agents.yml"
SAMPLE = "version: 1\ngate:\n  fail_on: high\nignore:\n  - examples/**\n"
SHOWN = 20
"""Mistakes, questions or files in one answer."""
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


def render_refusal(refused: Refused, language: str = "en") -> str:
    """Why one command is not carried out, and what to do."""
    return redact(_refusal(refused, phrases(language)))


def render_failure(error: AgentsError, run: str = "", *, url: str = "", retry: str = "", language: str = "en") -> str:
    """An expected failure: what was being done, what was wrong, what to do next; ``retry`` is the command to repeat."""
    words = phrases(language)
    said = words["failure_doing"].format(doing=inert(error.doing), wrong=inert(error.wrong, 3000))
    hint = f"{capital(inert(error.hint, 1000)).rstrip('.')}." if error.hint else ""
    again = words["retry"].format(command=code(retry)) if retry else ""
    return _reply(words["failure_title"], said, _todo(hint, words), again, _page(run, url, words))


def render_bug(run: str, *, url: str = "", language: str = "en") -> str:
    """A failure nobody expected: the run's id leads to the log, and nothing of it is shown."""
    words = phrases(language)
    said = words["bug_text"].format(run=code(run))
    return _reply(words["bug_title"], said, _todo(words["bug_hint"], words), _page(run, url, words))


def render_policy_error(
    problems: Sequence[tuple[int, str]], *, retry: str = "/agents review", path: str = POLICY, language: str = "en"
) -> str:
    """What is wrong with the policy file, line by line; line 0 is a problem of the whole file."""
    words = phrases(language)
    lines = [
        words["policy_line"].format(line=number, wrong=inert(wrong)) if number else inert(wrong)
        for number, wrong in problems[:SHOWN]
    ]
    listed = "\n".join(f"- {one}" for one in lines)
    hint = words["policy_hint"].format(command=code(retry))
    title = words["policy_title"].format(file=code(path))
    return _reply(title, words["policy_intro"], listed, _todo(hint, words))


def render_welcome(*, docs: str = "", language: str = "en") -> str:
    """The first words in a repository: what the bot does, three commands, the smallest policy."""
    words = phrases(language)
    tried = [_entry(IN_COMMENTS[name], words) | {"example": f"/agents {name}"} for name in TRY_FIRST]
    more = words["welcome_docs"].format(link=link(words["welcome_docs_name"], docs)) if docs else ""
    return tidy(render("welcome.md.j2", t=words, tried=tried, sample=SAMPLE, file=code(POLICY), more=more))


def render_questions(questions: Sequence[str], *, revise: bool = False, language: str = "en") -> str:
    """The request names nothing that could be built: what would help."""
    words = phrases(language)
    listed = "\n".join(f"- {inert(question)}" for question in questions[:SHOWN])
    command = f"/agents {'revise' if revise else 'run'} …"
    hint = words["questions_hint"].format(command=code(command))
    return _reply(words["questions_title"], words["questions_intro"] if listed else "", listed, _todo(hint, words))


def render_conflict(merge: Merge, branch: str, language: str = "en") -> str:
    """People and the new version disagree: where, and what to do; nothing was pushed."""
    words = phrases(language)
    return _reply(
        words["conflict_title"],
        words["conflict_text"].format(branch=code(branch)),
        render("parts/merge.md.j2", t=words, merge=merge).strip(),
        _todo(words["conflict_hint"], words),
    )


def render_moved(branch: str, retry: str, language: str = "en") -> str:
    """Somebody pushed while the run went on, so it pushed nothing."""
    words = phrases(language)
    again = words["retry"].format(command=code(retry))
    return _reply(words["moved_title"], words["moved_text"].format(branch=code(branch)), _todo(again, words))


def render_closed(number: int, language: str = "en") -> str:
    """The pull request was closed while the run went on."""
    words = phrases(language)
    return _reply(words["closed_title"], words["closed_text"].format(number=number), _todo(words["closed_hint"], words))


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
    said = words["mistake_line"].format(line=mistake.line, wrong=inert(mistake.wrong).rstrip("."))
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
    why = words[key].format_map(values) if key in words else sentence(capital(inert(refused.why)))
    hint = words.get(f"hint_{refused.code}", "").format_map(values) or inert(refused.hint)
    return f"### {words['refused_title'].format(command=command)}\n\n{why}\n\n{_todo(hint, words)}\n"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(code(f"/agents {name}") for name in names)
