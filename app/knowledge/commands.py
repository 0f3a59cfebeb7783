"""The one catalogue of commands: it makes the command line, the help and the reference."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

OptionKind = Literal["text", "path", "flag", "choice", "list"]


@dataclass(frozen=True, slots=True)
class Option:
    """An argument (``positional``) or a flag. ``default`` None means that it may be left out."""

    name: str
    help: str
    kind: OptionKind = "text"
    positional: bool = False
    required: bool = False
    default: str | None = None
    choices: tuple[str, ...] = ()
    metavar: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """One command: what it does in a line, and its options in order."""

    name: str
    summary: str
    options: tuple[Option, ...] = ()
    example: str = ""


DIRECTORY = Option("dir", "The repository or folder to look at.", "path", positional=True, default=".", metavar="DIR")
BASE = Option("base", "A revision to compare with; only what changed since then counts.", metavar="REV")
ISSUE = Option(
    "issue", "The request: a file, `-` for standard input, or the text itself.", positional=True, required=True
)
STACK = Option("stack", "Only the stack of that path.", metavar="NAME")
SARIF = Option("sarif", "Also write the findings as SARIF 2.1.0.", "path", metavar="FILE")
PLAN_JSON_OUT = Option("plan-json", "Also write Terraform's own plan JSON.", "path", metavar="FILE")
PLAN_JSON_IN = Option(
    "plan-json", "Review a plan made elsewhere (`terraform show -json`) instead of DIR.", "path", metavar="FILE"
)
REASONER = Option("reasoner", "How the agents think.", "choice", choices=("auto", "offline"), default="auto")
FORMAT = Option("format", "What to write.", "choice", choices=("terraform",), default="terraform")
REPO = Option(
    "repo", "The git repository that gets the branch; made where missing.", "path", default=".", metavar="DIR"
)
REPORT_DIR = Option("report-dir", "Where the reports go; by default into the data folder.", "path", metavar="DIR")
RULE = Option("rule", "Only this rule; may be given several times.", "list", metavar="ID")
REATTACH = Option(
    "reattach-file", "Where to write the TF_REATTACH_PROVIDERS value.", "path", required=True, metavar="FILE"
)
ACTION = Option("action", "What to do with the tool environments.", "choice", positional=True, choices=("install",))

_LISTED = (
    Command(
        "run",
        "Turn a request into a verified branch: design, write, deploy in simulation, scan, mend, document.",
        (ISSUE, REPO, REASONER, FORMAT, REPORT_DIR),
        "agents run issue.md --repo .",
    ),
    Command(
        "write",
        "Write only the generated files; nothing is run or committed.",
        (ISSUE, Option("out", "Where the files go.", "path", required=True, metavar="DIR"), REASONER, FORMAT),
        "agents write issue.md --out infra",
    ),
    Command(
        "plan",
        "Format, validate, lint and plan every stack, in simulation.",
        (DIRECTORY, STACK, BASE, PLAN_JSON_OUT),
        "agents plan --base origin/main",
    ),
    Command(
        "review",
        "All the reviewing agents on what is there, or on what a change brought.",
        (DIRECTORY, BASE, SARIF, PLAN_JSON_IN),
        "agents review --base origin/main --sarif out.sarif",
    ),
    Command("security", "The security agent's findings.", (DIRECTORY, BASE, SARIF), "agents security"),
    Command("test", "The tester's findings: every step of a simulated deployment.", (DIRECTORY, BASE), "agents test"),
    Command(
        "fix",
        "Repair findings in place, each proven by running its check again.",
        (DIRECTORY, RULE),
        "agents fix --rule CKV_AWS_16",
    ),
    Command(
        "simulate",
        "Simulated deployment of every stack: validate, plan, apply, replan, destroy.",
        (DIRECTORY, STACK, PLAN_JSON_OUT),
        "agents simulate stacks/web-shop",
    ),
    Command(
        "simulator",
        "Serve the simulated providers to a plain `terraform` until interrupted.",
        (REATTACH,),
        "agents simulator --reattach-file reattach.json",
    ),
    Command("doctor", "What is installed, missing or misconfigured, and how to mend it.", (), "agents doctor"),
    Command("tools", "Make the tool environments (checkov).", (ACTION,), "agents tools install"),
)

COMMANDS: Mapping[str, Command] = {command.name: command for command in _LISTED}
