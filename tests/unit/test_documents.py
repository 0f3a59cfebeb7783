"""What the documents show works, and what they count is so."""

import json
import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from app.analysis.pricing.registry import PRICERS
from app.analysis.pricing.usage import MEASURED
from app.analysis.pricing.usage_file import parse_usage
from app.domain.compliance import Assessment
from app.domain.cost import Component, CostChange, Estimate, ResourceCost, Saving, Unpriced
from app.domain.exposure import EntryPoint
from app.domain.finding import Finding, Repair
from app.domain.thought import Remark, Sent, Thought, Usage
from app.knowledge.commands import COMMANDS
from app.pipeline.grammar import parse
from app.pipeline.policy_file import (
    ALLOW_KEYS,
    AUTO_KEYS,
    BUDGET_KEYS,
    GATE_KEYS,
    KEYS,
    REASONER_KEYS,
    SPENDING_KEYS,
    read_text,
)
from app.pipeline.waivers import find_ignores
from app.reports.record import assessment_record, estimate_record
from app.settings import FOR_TESTS, PREFIX, Settings
from app.toolchains.terraform.repair.rules import RULES
from tools.docs_site import DIAGRAMS, FENCE, diagram_name
from tools.make_pictures import LARGEST
from tools.shown_commands import shown_commands, start_pages

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
YAML = re.compile(r"^( *)```yaml\n(.*?)^ *```", re.DOTALL | re.MULTILINE)


def blocks(marks: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """YAML that the documents show, with one of these words in it."""
    for path in (ROOT / "README.md", *sorted(DOCS.rglob("*.md"))):
        for place, found in enumerate(YAML.finditer(path.read_text("utf-8"))):
            text = re.sub(rf"^{found[1]}", "", found[2], flags=re.MULTILINE)
            if any(mark in text for mark in marks):
                yield f"{path.relative_to(ROOT)}-{place}", text


POLICIES = dict(blocks(("# .agents.yml", "waivers:\n", "gate:\n")))
USAGES = dict(blocks(("resource_usage:",)))


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_that_is_shown_can_be_read(name: str) -> None:
    assert read_text(POLICIES[name])[1] == ()


@pytest.mark.parametrize("name", USAGES)
def test_a_usage_file_that_is_shown_can_be_read(name: str) -> None:
    usage, problems = parse_usage(USAGES[name])
    assert problems == ()
    assert usage.resources


def test_there_are_examples_of_each() -> None:
    assert len(POLICIES) >= 5
    assert len(USAGES) >= 2


def test_every_key_of_the_policy_is_documented() -> None:
    page = (DOCS / "reference" / "policy.md").read_text("utf-8")
    keys = [key for key in KEYS if key not in {"gate", "budget", "allow", "auto"}]
    keys += [f"gate.{key}" for key in GATE_KEYS] + [f"budget.{key}" for key in BUDGET_KEYS]
    keys += [f"reasoner.{key}" for key in REASONER_KEYS if key != "budget"]
    keys += [f"reasoner.budget.{key}" for key in SPENDING_KEYS]
    keys += [f"auto.{key}" for key in AUTO_KEYS] + [f"allow.<command>.{key}" for key in ALLOW_KEYS]
    assert [key for key in keys if f"| `{key}` |" not in page] == []


def test_every_name_of_the_json_is_documented() -> None:
    page = (DOCS / "reference" / "json.md").read_text("utf-8")
    records = (
        estimate_record(Estimate(before=Decimal(1))),
        assessment_record(Assessment("hipaa", "HIPAA", ())),
    )
    kinds = (
        Finding,
        Repair,
        EntryPoint,
        Unpriced,
        Component,
        ResourceCost,
        Saving,
        CostChange,
        Thought,
        Usage,
        Sent,
        Remark,
    )
    names = {name for record in records for name in record} | {one.name for kind in kinds for one in fields(kind)}
    assert sorted(name for name in names if f'"{name}"' not in page) == []


def test_the_readme_counts_right() -> None:
    readme = " ".join((ROOT / "README.md").read_text("utf-8").split())
    types = Counter(name.partition("_")[0] for name in PRICERS)
    assert f"[{types['aws']} AWS, {types['azurerm']} Azure and {types['google']} Google types]" in readme
    assert f"mends {len(RULES)} rules of checkov" in readme


def test_the_guide_counts_the_checks_that_are_bridged_right() -> None:
    guide = (DOCS / "guides" / "compliance.md").read_text("utf-8")
    controls = json.loads((ROOT / "app" / "knowledge" / "controls" / "controls.json").read_text("utf-8"))
    assert f"Two kinds: {len(controls['rules'])} checks" in guide


def test_every_measurement_is_explained() -> None:
    guide = (DOCS / "guides" / "savings.md").read_text("utf-8")
    table = "".join(line for line in guide.splitlines() if line.startswith("| `"))
    assert sorted(key for key in MEASURED if f"`{key}`" not in table) == []


def test_the_comments_that_waive_in_the_guide_are_understood() -> None:
    guide = (DOCS / "guides" / "findings-and-waivers.md").read_text("utf-8")
    (code,) = re.findall(r"```hcl\n(.*?)```", guide, re.DOTALL)
    first, second = find_ignores(code)
    assert (set(first.rules), first.wrong) == ({"CKV_AWS_18"}, "")
    assert (set(second.rules), str(second.until), second.wrong) == ({"CKV_AWS_21", "CKV_AWS_145"}, "2027-01-31", "")


def rows(guide: str) -> set[str]:
    """What the tables of a guide name in backticks in their first column."""
    text = (DOCS / "guides" / guide).read_text("utf-8")
    return {
        name for cell in re.findall(r"^\| (`[^|]+) \|", text, re.MULTILINE) for name in re.findall(r"`([^`]+)`", cell)
    }


def test_every_input_and_output_of_the_action_is_documented() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    assert sorted({*action["inputs"], *action["outputs"]} - rows("github-action.md")) == []


def test_every_input_of_the_component_is_documented() -> None:
    head, _ = yaml.safe_load_all((ROOT / "templates" / "agents.yml").read_text("utf-8"))
    assert sorted(set(head["spec"]["inputs"]) - rows("gitlab-ci.md")) == []


PAGES = (
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted(path for path in DOCS.rglob("*.md") if path.name != "changelog.md"),
)
TOLD = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in PAGES}
STARTS = [ROOT / "README.md", *start_pages(DOCS / "index.md")]
EVERYWHERE = {"--json", "--quiet", "--no-color", "--help", "--version"}


def prose(text: str) -> str:
    """Without what stands in fences."""
    return FENCE.sub("", text)


def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    """Strictly: a page that no list names, a link or an anchor that leads nowhere, is an error."""
    options = f"-W -n --keep-going -q -b html -d {tmp_path}/trees".split()
    command = [sys.executable, "-m", "sphinx", *options, str(DOCS), str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    loaded = re.compile(r"""<(?:script|link|img)\b[^>]*?\b(?:src|href)="(?:https?:)?//[^"]*"[^>]*>""")
    remote = {tag for page in (tmp_path / "site").rglob("*.html") for tag in loaded.findall(page.read_text("utf-8"))}
    assert remote == set()


def test_words_are_spelled_right() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "codespell_lib"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout + done.stderr == ""


@pytest.mark.parametrize("name", TOLD)
def test_anchors_lead_somewhere(name: str) -> None:
    """Also from and to what is not on the site; headings have the anchors that GitHub gives them."""
    wrong = []
    for path, anchor in re.findall(r"\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)", prose(TOLD[name])):
        there = (ROOT / name).parent / path if path else ROOT / name
        if there.suffix == ".md" and anchor not in anchors(there.read_text("utf-8")):
            wrong.append(f"{path}#{anchor}")
    assert wrong == []


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", prose(text), re.MULTILINE)
    words = [re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", one).lower()) for one in headings]
    return {one.strip().replace(" ", "-") for one in words}


@pytest.mark.parametrize("name", TOLD)
def test_only_settings_that_exist_are_named(name: str) -> None:
    """Those of the program, also from a file; what `compose.yaml` and tests read; one is shown as a mistake."""
    known = {f"{PREFIX}{field.upper()}" for field in Settings.model_fields} | FOR_TESTS | {"AGENTS_GITHUB_TOKNE"}
    known |= set(re.findall(r"\$\{(AGENTS_[A-Z_]+)", (ROOT / "compose.yaml").read_text("utf-8")))
    named = re.findall(rf"(?<!\w){PREFIX}(?!TEST_)[A-Z_]*[A-Z]\b(?!_…)", TOLD[name])
    assert {one for one in named if one.removesuffix("_FILE") not in known and one not in known} == set()


@pytest.mark.parametrize("page", STARTS, ids=lambda page: page.name)
def test_every_command_of_a_start_is_run_or_says_why_not(page: Path) -> None:
    text = page.read_text("utf-8")
    assert {fence[3].split(" ")[0] for fence in FENCE.finditer(text)} & {"sh", "shell", "console", ""} == set()
    blocks = shown_commands(text, page.name)
    assert [one.line for one in blocks if "…" in one.commands and not one.why_not] == []


def test_most_of_what_the_starts_show_is_run() -> None:
    blocks = [one for page in STARTS for one in shown_commands(page.read_text("utf-8"), page.name)]
    assert sum(not one.why_not for one in blocks) > sum(bool(one.why_not) for one in blocks) > 0


def shown_in_a_terminal() -> Iterator[tuple[str, list[str]]]:
    """The words behind each `agents` that a page shows, in bash or in backticks."""
    for name, text in TOLD.items():
        code = [fence[4] for fence in FENCE.finditer(text) if fence[3].strip() == "bash"]
        lines = re.sub(r"\\\n\s*", " ", "\n".join(code)).splitlines()
        spans = [span.replace("\n", " ") for span in re.findall(r"(?<!`)`(agents [^`]+)`", prose(text))]
        for line in (*lines, *spans):
            if found := re.match(r"\s*(?:\S*/)?agents (.*?)(?:\s[|&>].*|\s+#.*)?$", line):
                yield name, shlex.split(found[1].replace("'", " ") if found[1].count("'") % 2 else found[1])


@pytest.mark.parametrize(("name", "words"), list(shown_in_a_terminal()))
def test_a_command_that_is_shown_exists(name: str, words: list[str]) -> None:
    if words[0].startswith("-") or not re.fullmatch(r"[a-z]+", words[0]) or name.startswith("docs/adr/"):
        return
    command = COMMANDS[words[0]]
    known = EVERYWHERE | {f"--{option.name}" for option in command.options if not option.positional}
    assert {word.partition("=")[0] for word in words if re.match("--[a-z]", word)} - known == set()


def shown_in_a_comment() -> Iterator[tuple[str, str]]:
    for name, text in TOLD.items():
        code = [line for fence in FENCE.finditer(text) if fence[3].strip() == "text" for line in fence[4].splitlines()]
        yield from ((name, line.split("   ")[0].strip()) for line in code if line.strip().startswith("/agents "))


@pytest.mark.parametrize(("name", "line"), list(shown_in_a_comment()))
def test_a_comment_that_is_shown_is_understood(name: str, line: str) -> None:
    if "<" not in line:
        assert parse(line).commands


def test_pictures_are_small_and_diagrams_are_drawn() -> None:
    pictures = [path for path in (DOCS / "images").rglob("*") if path.suffix in {".png", ".svg"}]
    assert {path.name: path.stat().st_size for path in pictures if path.stat().st_size > LARGEST} == {}
    drawn = {path.name for path in DIAGRAMS.glob("*.svg")}
    sources = [
        fence[4]
        for name, text in TOLD.items()
        if name.startswith("docs/")
        for fence in FENCE.finditer(text)
        if fence[3].strip() == "mermaid"
    ]
    assert drawn == {diagram_name(source) for source in sources}, "python -m tools.make_pictures diagrams"
