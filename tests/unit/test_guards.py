"""The house in order: sizes, tests, documents."""

import ast
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from app.agents.base import Agent
from app.bootstrap import Parts
from app.cli.commands import HANDLERS
from app.settings import Settings, read_settings, variable

ROOT = Path(__file__).parents[2]
MODULES = sorted(path for path in (ROOT / "app").rglob("*.py") if path.name != "__init__.py")
DOCUMENTS = sorted(
    path for path in ROOT.rglob("*.md") if not {".venv", "build", "fixtures", "examples"} & set(path.parts)
)
LONGEST = 300


def test_no_module_is_too_long() -> None:
    long = {str(p.relative_to(ROOT)): n for p in MODULES if (n := p.read_text().count("\n")) > LONGEST}
    assert long == {}


def test_nothing_is_there_for_tests_alone() -> None:
    """Every function and class of the program is named somewhere else in it, or in what builds its data."""
    trees = {path: ast.parse(path.read_text()) for folder in ("app", "tools") for path in (ROOT / folder).rglob("*.py")}
    named = {name for tree in trees.values() for node in ast.walk(tree) if (name := _name(node))}
    unused = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in MODULES
        for node in trees[path].body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name not in named
    ]
    assert unused == []


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


TESTED_TOGETHER = {
    "app/__main__.py": "tests/unit/cli/test_main.py",
    "app/bootstrap/parts.py": "tests/unit/test_guards.py",
    "app/cli/commands.py": "tests/e2e/test_examples.py",
    "app/cli/shown.py": "tests/e2e/test_examples.py",
    "app/cli/explain.py": "tests/e2e/test_revise.py",
    "app/cli/revise.py": "tests/e2e/test_revise.py",
    "app/pipeline/explain_words.py": "tests/unit/pipeline/test_explain.py",
    "app/pipeline/look_again.py": "tests/e2e/test_revise.py",
    "app/bootstrap/rules.py": "tests/unit/pipeline/test_explain.py",
    "app/pipeline/write_request.py": "tests/e2e/test_write.py",
    "app/knowledge/catalogue/lambda_.py": "tests/unit/knowledge/catalogue/test_lambda_.py",
}


def test_every_module_has_its_test() -> None:
    """A module's test stands at the same path, or in its package's one test."""
    missing = []
    for module in MODULES:
        relative = module.relative_to(ROOT / "app")
        own = ROOT / "tests" / "unit" / relative.with_name(f"test_{module.stem.strip('_')}.py")
        package = ROOT / "tests" / "unit" / relative.parent
        together = TESTED_TOGETHER.get(str(module.relative_to(ROOT)))
        if own.exists() or (together and (ROOT / together).exists()) or _is_plain(module):
            continue
        if not _named_in(package, module.stem):
            missing.append(str(relative))
    assert missing == []


def _is_plain(module: Path) -> bool:
    """Whether it holds only values and Protocols: nothing that could be wrong at run time."""
    classes = [node for node in ast.parse(module.read_text()).body if isinstance(node, ast.ClassDef)]
    functions = [node for node in ast.parse(module.read_text()).body if isinstance(node, ast.FunctionDef)]
    methods = [
        method
        for one in classes
        if not any(isinstance(base, ast.Name) and base.id == "Protocol" for base in one.bases)
        for method in one.body
        if isinstance(method, ast.FunctionDef)
    ]
    return not functions and not methods


def _named_in(package: Path, stem: str) -> bool:
    """Whether a test of the same folder imports it."""
    pattern = re.compile(
        rf"^(?:from|import) app\.[\w.]*\b{stem}\b|^from app\.[\w.]+ import [^\n]*\b{stem}\b", re.MULTILINE
    )
    folders = [package, package.parent]
    return any(pattern.search(path.read_text()) for folder in folders for path in folder.glob("test_*.py"))


def test_reference_pages_are_what_the_code_says() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.build_reference", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    text = re.sub(r"```.*?```", "", document.read_text(), flags=re.DOTALL)
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text)
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_agent_command_and_setting_is_documented() -> None:
    readme = (ROOT / "README.md").read_text()
    assert [agent.name for agent in _team() if f"**{agent.name}**" not in readme] == []
    reference = (ROOT / "docs" / "reference" / "commands.md").read_text()
    assert all(f"`agents {name}" in reference for name in HANDLERS)
    settings = (ROOT / "docs" / "reference" / "settings.md").read_text()
    assert all(f"`{variable(name)}`" in settings for name in Settings.model_fields)


def _team() -> list[Agent]:
    parts = Parts(read_settings({}))
    try:
        return [getattr(parts.team, field.name) for field in fields(parts.team)]
    finally:
        parts.close()


def test_the_repository_speaks_of_the_product_alone() -> None:
    words = re.compile(r"\.\./shared|/work/|IaC-Eval|iac_eval", re.IGNORECASE)
    texts = [*MODULES, *DOCUMENTS, *(ROOT / "tools").glob("*.py"), ROOT / "Makefile", ROOT / "pyproject.toml"]
    assert [str(path.relative_to(ROOT)) for path in texts if words.search(path.read_text())] == []
