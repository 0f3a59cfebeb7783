"""Writes the reference pages that are made from code: ``python -m tools.build_reference [--check]``.

A test runs it with ``--check``, so that the pages cannot grow stale.
"""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from app.knowledge.catalogue.base import Parameter, Service
from app.knowledge.catalogue.registry import SERVICES
from app.knowledge.commands import COMMANDS, Command, Option
from app.settings import PREFIX, Settings
from app.toolchains.terraform.lint import rule_reference
from app.toolchains.terraform.repair.rules import RULES, advice
from app.toolchains.terraform.repair.rules.decisions import DECISIONS

HERE = Path(__file__).resolve().parents[1] / "docs" / "reference"
MADE = "<!-- Made by tools/build_reference.py; change the code, not this page. -->\n\n"


def commands_page() -> str:
    """Every command with its options."""
    return "# Commands\n\n" + "\n".join(_command(command) for command in COMMANDS.values())


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


def settings_page() -> str:
    """Every environment variable."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = field.default if isinstance(field.default, str) else "the user's own folder"
        rows.append(f"| `{PREFIX}{name.upper()}` | {field.description} | {default} |")
    head = "# Settings\n\nEnvironment variables. One bad value stops the start; all bad ones are named together.\n\n"
    return head + "\n".join(["| Variable | Meaning | Default |", "|---|---|---|", *rows]) + "\n"


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
        "Each is proven by a\ntest that runs the check before and after. Mechanical lint rules (`AGT_TF_…`) are mended "
        "too.\n\n"
    )
    mended = [f"| `{rule}` | {advice(rule)} |" for rule in sorted(RULES)]
    asked = [f"| `{rule}` | {why} |" for rule, why in sorted(DECISIONS.items())]
    tables = ["| Rule | What is done |", "|---|---|", *mended, ""]
    tables += ["## Left to a person", "", "| Rule | Why |", "|---|---|", *asked]
    return head + "\n".join(tables) + "\n"


PAGES: Mapping[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "settings.md": settings_page,
    "catalogue.md": catalogue_page,
    "rules.md": rules_page,
    "repairs.md": repairs_page,
}


def stale() -> list[str]:
    """The pages that differ from what the code says."""
    return [name for name, make in PAGES.items() if not _same(HERE / name, MADE + make())]


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
        (HERE / name).write_text(MADE + make(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
