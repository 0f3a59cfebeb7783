"""The one catalogue of commands: it makes the command line, the comment grammar, the help and the reference."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

OptionKind = Literal["text", "path", "flag", "choice", "list"]
Place = Literal["issue", "pull_request"]
Access = Literal["everyone", "triage", "write"]
CommentKind = Literal["talk", "work"]


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
class InComment:
    """How a command is used in a comment (``/agents <name> …``).

    ``places`` are where it may stand, ``role`` who may use it at least. ``talk`` is answered at once, ``work`` becomes
    a run that waits its turn. ``pushes`` says that it writes commits: refused on a fork's pull request. ``options`` are
    what it takes there, ``keys`` the names it takes as ``key=value``. With ``rest`` the one positional option takes the
    rest of the line as it stands. ``summary`` is told in help where the terminal's does not fit.
    """

    places: tuple[Place, ...]
    role: Access
    kind: CommentKind = "work"
    pushes: bool = False
    options: tuple[Option, ...] = ()
    keys: tuple[str, ...] = ()
    rest: bool = False
    summary: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """One command: what it does in a line, its options in order, and how it is used in a comment, where it is."""

    name: str
    summary: str
    options: tuple[Option, ...] = ()
    example: str = ""
    comment: InComment | None = None


FRAMEWORKS = ("gdpr", "hipaa", "soc2", "cis", "cis-3.0", "pci", "nist", "iso27001")
"""Short names of the frameworks that findings are joined to."""

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
REASONERS = ("auto", "offline", "claude")
WHO_THINKS = "`offline`: by rule; `claude`: a model beside it; `auto`: where there is a key."
REASONER = Option("reasoner", WHO_THINKS, "choice", choices=REASONERS, default="auto")
NO_MODEL = "`offline`: no model for this run; otherwise the policy decides."
WITHOUT_A_MODEL = Option("reasoner", NO_MODEL, "choice", choices=REASONERS[:2], default="auto")
OF_A_MODEL = "Answer as in a recording, a run's `reasoner.jsonl`, instead of asking a model."
REPLAY = Option("replay", OF_A_MODEL, "path", metavar="FILE")
FORMAT = Option("format", "What to write.", "choice", choices=("terraform",), default="terraform")
REPO = Option(
    "repo", "The git repository that gets the branch; made where missing.", "path", default=".", metavar="DIR"
)
REPORT_DIR = Option("report-dir", "Where the reports go; by default into the data folder.", "path", metavar="DIR")
RULE = Option("rule", "Only this rule; may be given several times.", "list", metavar="ID")
SAVINGS = Option("savings", "Apply the safe savings instead of repairing findings.", "flag")
USAGE = Option("usage", "How much is used, instead of `agents-usage.yml`.", "path", metavar="FILE")
FRAMEWORK = Option(
    "framework", f"Only these frameworks, separated by commas: {', '.join(FRAMEWORKS)}.", metavar="NAMES"
)
AUDIT_REPORT = Option(
    "report", "Also write the audit report: Markdown, or HTML to print where the name ends so.", "path", metavar="FILE"
)
VERIFY = Option(
    "action", "What to do with the audit log.", "choice", positional=True, required=True, choices=("verify",)
)
HEAD = Option(
    "head", "The last entry's hash as it was noted elsewhere; a shortened log is found by it.", metavar="HASH"
)
REATTACH = Option(
    "reattach-file", "Where to write the TF_REATTACH_PROVIDERS value.", "path", required=True, metavar="FILE"
)
DOORS = ("all", "terminal", "service", "github", "gitlab", "action", "gitlab-ci", "container", "repository")
DOOR = Option("door", "Only this door; without it every one that is set up.", "choice", choices=DOORS, default="all")
PART = Option("dir", "Only the stacks at or below that path.", "path", positional=True, metavar="DIR")
RULES = Option("rules", "Only these rules; all that can be mended where none is named.", "list", positional=True)
CHANGE = Option("text", "What to change, in your own words.", positional=True, required=True)
QUESTION = Option(
    "question", "A rule's id, or words of what you want to know; the last result where left out.", positional=True
)
BRANCH = Option("branch", "The branch that a run made.", required=True, metavar="NAME")
EXPLAINED = Option("branch", "The branch that a run made; without it only rules are explained.", metavar="NAME")
HOST = Option("host", "The address to listen on.", default="127.0.0.1", metavar="ADDRESS")
PORT = Option("port", "The port to listen on; 0 takes a free one.", default="8080", metavar="NUMBER")
RUN_ID = Option("id", "The run's id.", positional=True, metavar="ID")
STOPPED_RUN = Option("id", "The run's id.", positional=True, required=True, metavar="ID")
ACTION = Option(
    "action",
    "What to do with the tool environments: those that are always needed, or also the one that renders Helm charts.",
    "choice",
    positional=True,
    required=True,
    choices=("install", "install-all"),
)

_BOTH: tuple[Place, ...] = ("issue", "pull_request")
_PULL_REQUEST: tuple[Place, ...] = ("pull_request",)

_LISTED = (
    Command(
        "run",
        "Turn a request into a verified branch: design, write, deploy in simulation, scan, mend, document.",
        (ISSUE, REPO, REASONER, FORMAT, REPORT_DIR, REPLAY),
        "agents run issue.md --repo .",
        InComment(
            ("issue",),
            "write",
            pushes=True,
            options=(WITHOUT_A_MODEL, FORMAT),
            summary="Turn this issue into a pull request: code, simulated deployment, scan, repairs, documents.",
            example="/agents run",
        ),
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
        InComment(
            _PULL_REQUEST,
            "triage",
            options=(PART, STACK),
            summary="Format, validate, lint and plan the changed stacks, in simulation.",
            example="/agents plan",
        ),
    ),
    Command(
        "review",
        "All the reviewing agents on what is there, or on what a change brought.",
        (DIRECTORY, BASE, SARIF, PLAN_JSON_IN, REASONER),
        "agents review --base origin/main --sarif out.sarif",
        InComment(
            _PULL_REQUEST,
            "triage",
            options=(PART,),
            summary="All the reviewing agents on what this pull request brings.",
            example="/agents review",
        ),
    ),
    Command(
        "security",
        "The security agent's findings.",
        (DIRECTORY, BASE, SARIF, REASONER),
        "agents security",
        InComment(_PULL_REQUEST, "triage", options=(PART,), example="/agents security"),
    ),
    Command(
        "compliance",
        "What findings and passed checks mean for the controls of frameworks: evidence toward them.",
        (DIRECTORY, BASE, FRAMEWORK, AUDIT_REPORT, REASONER),
        "agents compliance --framework hipaa,soc2",
        InComment(_PULL_REQUEST, "triage", options=(PART, FRAMEWORK), example="/agents compliance --framework hipaa"),
    ),
    Command(
        "cost",
        "What the stacks cost a month, what a change adds, and what could be saved.",
        (DIRECTORY, BASE, USAGE, REASONER),
        "agents cost --base origin/main",
        InComment(
            _PULL_REQUEST,
            "triage",
            options=(PART,),
            summary="What this pull request adds to the monthly bill, and what could be saved.",
            example="/agents cost",
        ),
    ),
    Command(
        "test",
        "The tester's findings: every step of a simulated deployment.",
        (DIRECTORY, BASE),
        "agents test",
        InComment(_PULL_REQUEST, "triage", options=(PART,), example="/agents test"),
    ),
    Command(
        "fix",
        "Repair findings in place, each proven by running its check again.",
        (DIRECTORY, RULE, SAVINGS),
        "agents fix --rule CKV_AWS_16",
        InComment(
            _PULL_REQUEST,
            "write",
            pushes=True,
            options=(RULES, RULE, SAVINGS),
            summary="Repair findings and commit what was proven by running the check again.",
            example="/agents fix CKV_AWS_16",
        ),
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
    Command(
        "doctor",
        "What each door stands on: what is missing or wrong there, and the command that mends it.",
        (DIRECTORY, DOOR),
        "agents doctor --door github",
    ),
    Command("tools", "Make the tool environments (checkov, zizmor).", (ACTION,), "agents tools install"),
    Command(
        "revise",
        "Change what was generated and push the change on top; what people committed is kept.",
        (CHANGE, REPO, BRANCH, REASONER, REPORT_DIR),
        'agents revise "use PostgreSQL instead of MySQL" --branch agents/web-shop',
        InComment(_BOTH, "write", pushes=True, options=(CHANGE,), rest=True, example="/agents revise remove the queue"),
    ),
    Command(
        "explain",
        "Why things are as they are: a rule, a decision, a failed gate, what is not proven.",
        (QUESTION, REPO, EXPLAINED, REASONER),
        "agents explain CKV_AWS_16 --branch agents/web-shop",
        InComment(_BOTH, "triage", "talk", options=(QUESTION,), rest=True, example="/agents explain CKV_AWS_16"),
    ),
    Command(
        "serve",
        "The webhook service: answers GitHub and GitLab until it is told to stop.",
        (HOST, PORT),
        "agents serve --port 8080",
    ),
    Command(
        "audit",
        "Check the audit log: every entry carries the hash of the one before it.",
        (VERIFY, HEAD),
        "agents audit verify",
    ),
    Command("runs", "What the store holds: the latest runs, or one of them.", (RUN_ID,), "agents runs"),
    Command("resume", "Go on with a run that stopped, at the step it was at.", (STOPPED_RUN,), "agents resume ID"),
)

_ONLY_IN_COMMENTS = (
    Command(
        "status",
        "What runs, what waits and how the last run ended.",
        comment=InComment(_BOTH, "everyone", "talk", example="/agents status"),
    ),
    Command(
        "cancel",
        "Stop what runs or waits for this thread.",
        comment=InComment(_BOTH, "write", "talk", example="/agents cancel"),
    ),
    Command(
        "help",
        "What can be asked here, and who may.",
        comment=InComment(_BOTH, "everyone", "talk", example="/agents help"),
    ),
)

COMMANDS: Mapping[str, Command] = {command.name: command for command in _LISTED}
"""The terminal's."""

IN_COMMENTS: Mapping[str, Command] = {
    command.name: command for command in (*_LISTED, *_ONLY_IN_COMMENTS) if command.comment
}
"""The commands of a comment, in the order of help."""
