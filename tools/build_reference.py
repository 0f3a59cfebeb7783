"""Writes the reference pages that are made from code: ``python -m tools.build_reference [--check]``.

A test runs it with ``--check``, so that the pages cannot grow stale.
"""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from app.domain.errors import EXIT_CODES
from app.knowledge.catalogue.base import Parameter, Service
from app.knowledge.catalogue.registry import SERVICES
from app.knowledge.commands import COMMANDS, IN_COMMENTS, Command, InComment, Option, Place
from app.knowledge.controls import assessable, frameworks, sources
from app.knowledge.controls.rules import COMPLIANCE_RULES
from app.settings import FILE, PREFIX, Settings, variable
from app.toolchains.terraform.lint import rule_reference
from app.toolchains.terraform.repair.rules import RULES, advice
from app.toolchains.terraform.repair.rules.decisions import DECISIONS
from app.web.measures import FROM_THE_STORE, MEASURES, Measure
from tools.analysis_pages import findings_page, prices_page, savings_page
from tools.policy_schema import policy_schema

HERE = Path(__file__).resolve().parents[1] / "docs" / "reference"
MADE = "<!-- Made by tools/build_reference.py; change the code, not this page. -->\n\n"
WHO = {"everyone": "everyone", "triage": "triage and above", "write": "write and above"}
GRAMMAR = """# Commands in comments

`/agents <command> [arguments] [--flag value] [key=value] [-- passthrough]`, alone on a line of a comment on an issue or
a pull request (merge request). `/agents` alone is `/agents help`.

- `agents` and the command count in any case; up to three blanks may stand before `/agents`. Other lines may hold text.
- What is in a code fence, in backticks, indented by four blanks or a tab, in a quote (also a line that follows a quoted
  one without an empty line between), in HTML, in an HTML comment or folded into `<details>` is not read as a command;
  nor is `/agents` behind a list's mark or other words.
- Words with blanks go into plain quotes: `"…"` or `'…'`. `--flag value` and `--flag=value` are the same.
- `revise` and `explain` take the rest of the line as it stands.
- A comment may hold up to ten commands. They are done in order, each once. A line with a mistake is not done: one reply
  names what is wrong in it and what was probably meant. Mistakes are unknown commands, unknown flags, words too many,
  `key=value` that the command does not know, typographic dashes and quotes before a word, and invisible characters.
- What follows `--` is not passed on to Terraform from a comment: such a command is refused.
- Editing or deleting a comment starts nothing.

Who may use a command is asked of the forge when the comment arrives and again before anything is pushed. The
repository's [policy](policy.md) can name those who alone may use it (`allow`). On a fork's pull request nothing that
pushes is done; on a closed one only what is answered at once.
"""


def commands_page() -> str:
    """Every command with its options, and what its exit code means."""
    codes = [f"| {code} | {meaning} |" for code, meaning in EXIT_CODES.items()]
    everywhere = "Everywhere: `--json` (one [JSON](json.md) document on standard output), `--quiet`, `--no-color`."
    head = ["# Commands", "", everywhere, "", "## Exit codes", "", "| Exit code | Meaning |", "|---|---|", *codes, ""]
    return "\n".join([*head, *(_command(command) for command in COMMANDS.values())])


def _command(command: Command) -> str:
    words = [
        f"<{option.name}>" if option.required else f"[{option.name}]" for option in command.options if option.positional
    ]
    lines = [f"## `agents {' '.join([command.name, *words])}`", "", command.summary, ""]
    if command.options:
        lines += ["| Option | Meaning | Default |", "|---|---|---|", *map(_option, command.options), ""]
    if command.example:
        lines += [f"Example: `{command.example}`", ""]
    return "\n".join(lines)


def _option(option: Option) -> str:
    name = option.name if option.positional else f"--{option.name}"
    value = option.metavar or ("\\|".join(option.choices) if option.choices else "")
    shown = name if option.positional or not value else f"{name} {value}"
    default = "required" if option.required else (f"`{option.default}`" if option.default else "")
    return f"| `{shown}` | {option.help} | {default} |"


def comments_page() -> str:
    """Every command of a comment: where, who, with what."""
    used = [(command, command.comment) for command in IN_COMMENTS.values() if command.comment]
    rows = [
        f"| [`{command.name}`](#agents-{command.name}) | {_works(use, 'issue')} | {_works(use, 'pull_request')} | "
        f"{WHO[use.role]} | {'yes' if use.pushes else ''} |"
        for command, use in used
    ]
    table = ["| Command | Issue | Pull request | Who may | Pushes commits |", "|---|---|---|---|---|", *rows, ""]
    return "\n".join([GRAMMAR, *table, *(_in_comment(command, use) for command, use in used)])


def _works(use: InComment, place: Place) -> str:
    return "yes" if place in use.places else ""


def _in_comment(command: Command, use: InComment) -> str:
    words = [_word(option, rest=use.rest) for option in use.options]
    lines = [f"## `/agents {command.name}`", "", f"`{' '.join(['/agents', command.name, *words])}`", ""]
    lines += [use.summary or command.summary, ""]
    if use.options:
        lines += ["| Argument | Meaning | Default |", "|---|---|---|", *map(_option, use.options), ""]
    lines += [f"Example: `{use.example}`", ""]
    return "\n".join(lines)


def _word(option: Option, *, rest: bool) -> str:
    if option.positional:
        more = " …" if option.kind == "list" or rest else ""
        return f"<{option.name}{more}>" if option.required else f"[{option.name}{more}]"
    value = option.metavar or "|".join(option.choices)
    again = " …" if option.kind == "list" else ""
    return f"[--{option.name}{f' {value}' if value else ''}{again}]"


def settings_page() -> str:
    """Every environment variable."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = "the user's own folder" if field.default_factory else _setting(field.default)
        rows.append(f"| `{variable(name)}` | {field.description} | {default} |")
    head = (
        "# Settings\n\nEnvironment variables. One bad value stops the start; all bad ones are named together. Each may "
        f"also\nbe given as a file: `{PREFIX}GITHUB_TOKEN{FILE}=/run/secrets/github` is read as "
        f"`{PREFIX}GITHUB_TOKEN`,\nwithout white space around it.\n\n"
    )
    return head + "\n".join(["| Variable | Meaning | Default |", "|---|---|---|", *rows]) + "\n"


def _setting(default: object) -> str:
    """A default as one would write it into the environment; nothing where there is none."""
    shown = f"{default:g}" if isinstance(default, float) else "" if default in {"", (), None} else str(default)
    return f"`{shown}`" if shown else ""


def catalogue_page() -> str:
    """Every service of the catalogue with its parameters."""
    head = (
        "# Service catalogue\n\nWhat the offline reasoner knows by name. Any other AWS resource type can be asked for "
        "by its type\n(`aws_x_y`) or its words, and is written from the provider's schema.\n\n"
    )
    return head + "\n".join(_service(service) for service in SERVICES.values())


def _service(service: Service) -> str:
    lines = [f"## {service.title} (`{service.id}`)", ""]
    if service.summary:
        lines += [service.summary, ""]
    lines += [f"Words: {', '.join((*service.words, *service.weak_words))}.", ""]
    if service.parameters:
        rows = [_parameter(parameter) for parameter in service.parameters]
        lines += ["| Parameter | Kind | Words | Default |", "|---|---|---|---|", *rows, ""]
    return "\n".join(lines)


def _parameter(parameter: Parameter) -> str:
    kind = f"{parameter.kind} ({parameter.unit})" if parameter.unit else parameter.kind
    return f"| `{parameter.name}` | {kind} | {', '.join(parameter.words)} | {_default(parameter.default)} |"


def _default(value: object) -> str:
    return "" if value is None else f"`{value}`"


def rules_page() -> str:
    """Our lint rules."""
    return f"# Lint rules\n\n{rule_reference()}"


def repairs_page() -> str:
    """What `agents fix` mends by itself, and what needs a person."""
    head = (
        f"# Repairs\n\nWhat `agents fix` and the repair loop mend mechanically: {len(RULES)} rules of checkov. "
        "Each is proven by a\ntest that runs the check before and after, on tidy and on untidy code, and plans both. "
        "Mechanical lint rules\n(`AGT_TF_…`) are mended too.\n\n"
    )
    mended = [f"| `{rule}` | {advice(rule)} |" for rule in sorted(RULES)]
    asked = [f"| `{rule}` | {why} |" for rule, why in sorted(DECISIONS.items())]
    tables = ["| Rule | What is done |", "|---|---|", *mended, ""]
    tables += ["## Left to a person", "", "| Rule | Why |", "|---|---|", *asked]
    return head + "\n".join(tables) + "\n"


def controls_page() -> str:
    """Frameworks, where their relations come from, and what no rule tells anything about."""
    rows, silent = [], []
    for key, framework in frameworks().items():
        told = assessable(key)
        quiet = [f"- {one.id} {one.title}" for one in framework.controls if one.id not in told]
        rows.append(
            f"| `{key}` | {framework.name} | {len(framework.controls)} | {len(framework.controls) - len(quiet)} |"
        )
        silent += [f"### {framework.name}", "", *quiet, ""] if quiet else []
    origin = [f"- *{name}* ({facts['date']}): {facts['name']}." for name, facts in sources().items()]
    rules = [f"| `{one.id}` | {one.severity} | {one.title} | {one.mend} |" for one in COMPLIANCE_RULES.values()]
    parts = [
        "# Controls\n",
        "The frameworks of [`agents compliance`](../guides/compliance.md): evidence toward controls, never proof.\n",
        "| Name | Framework | Controls | of which some rule tells something |",
        "|---|---|---|---|",
        *rows,
        "\nWhere the relations between rules and controls come from:\n",
        *origin,
        "\n## Rules of the compliance agent\n\n| Rule | Severity | Finds | How to mend it |\n|---|---|---|---|",
        *rules,
        "\n## What no rule tells anything about\n\nMost of it shows only while things run, or in what people do.\n",
    ]
    return "\n".join([*parts, *silent])


def metrics_page() -> str:
    """Every name that `/metrics` tells."""
    head = (
        "# Metrics\n\nWhat `GET /metrics` tells Prometheus. With several workers any of them answers for all of one "
        "machine.\n\n"
    )
    rows = [f"| `{one.name}` | {one.kind} | {_labels(one)} | {one.text} |" for one in MEASURES]
    table = ["| Name | Kind | Labels | Meaning |", "|---|---|---|---|", *rows]
    shared = " and ".join(f"`{one.name}`" for one in FROM_THE_STORE)
    tail = (
        "\n\nCounters and histograms start at 0 with the process. A histogram has `_bucket`, `_sum` and `_count`. "
        f"{shared} are read\nfrom the store, the same on every machine that shares it: take their `max`, not their "
        "`sum`. One worker also tells its own\n`process_…` (CPU, memory, open files). What to alert on: "
        "[Operating](../guides/operating.md).\n"
    )
    return head + "\n".join(table) + tail


def _labels(measure: Measure) -> str:
    return "<br>".join(f"`{label}`: {values}" for label, values in measure.labels.items())


PAGES: Mapping[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "comments.md": comments_page,
    "settings.md": settings_page,
    "catalogue.md": catalogue_page,
    "rules.md": rules_page,
    "repairs.md": repairs_page,
    "controls.md": controls_page,
    "findings.md": findings_page,
    "savings.md": savings_page,
    "prices.md": prices_page,
    "metrics.md": metrics_page,
    "agents.schema.json": policy_schema,
}


def stale() -> list[str]:
    """The pages that differ from what the code says."""
    return [name for name, make in PAGES.items() if not _same(HERE / name, _text(name, make))]


def _text(name: str, make: Callable[[], str]) -> str:
    return MADE + make() if name.endswith(".md") else make()


def _same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text("utf-8") == text


def main() -> int:
    """Write the pages, or with ``--check`` name the stale ones."""
    if "--check" in sys.argv:
        names = stale()
        if names:
            sys.stderr.write(f"stale: {', '.join(names)}; run python -m tools.build_reference\n")
        return 1 if names else 0
    for name, make in PAGES.items():
        (HERE / name).write_text(_text(name, make), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
