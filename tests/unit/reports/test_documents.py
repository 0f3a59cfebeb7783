"""The documents of a stack."""

from dataclasses import replace

from app.domain.architecture import Alternative, Architecture, Decision
from app.domain.request import Component, Request, Revision, Settlement
from app.domain.resources import REQUIRED, Output, Ref, Resource, Resources, Variable
from app.reports.documents import generated_files, render_documents, with_entry, with_mark_of
from tests.builders import finding

REQUEST = Request("Orders", "orders", components=(Component("q", "sqs", "orders"),), not_understood=("make it pop",))
ARCHITECTURE = Architecture(
    components=REQUEST.components,
    decisions=(Decision("Queue", "SQS standard", "Order does not matter.", (Alternative("FIFO", "slower"),)),),
    diagram="flowchart LR",
    titles={"q": "Amazon SQS queue"},
)
RESOURCES = Resources(
    resources=(Resource("aws_sqs_queue", "orders", {}, "messaging"),),
    variables=(
        Variable("region", "string", "Region of the stack.", "eu-west-1"),
        Variable("owner", "string", "Who owns it.", REQUIRED),
    ),
    outputs=(Output("orders_url", Ref("aws_sqs_queue.orders", "url"), "URL of the queue."),),
)


def documents(
    language: str = "en", changelog: str = "", revisions: tuple[Revision, ...] = (), backend: str = ""
) -> dict[str, str]:
    made = render_documents(
        "stacks/orders",
        replace(REQUEST, language=language),
        ARCHITECTURE,
        RESOURCES,
        kept=[replace(finding("CKV_AWS_18"), explained="by design")],
        settled=[Settlement("a against b", "a", "stated")],
        files=["stacks/orders/environments/prod.tfvars", "stacks/orders/environments/dev.tfvars"],
        date="2026-01-01",
        changelog=changelog,
        revisions=revisions,
        backend=backend,
    )
    return {artifact.path.removeprefix("stacks/orders/"): artifact.content for artifact in made}


def test_the_readme_has_components_diagram_inputs_and_outputs() -> None:
    readme = documents()["README.md"]
    assert "| `orders` | Amazon SQS queue |" in readme
    assert "```mermaid" in readme
    assert '| `region` | `string` | Region of the stack. | `"eu-west-1"` |' in readme
    assert "| `owner` | `string` | Who owns it. | required |" in readme
    assert "| `orders_url` | URL of the queue. |" in readme.replace("orders\\_url", "orders_url")
    assert readme.index("environments/dev.tfvars") < readme.index("environments/prod.tfvars")


def test_decisions_have_alternatives_conflicts_and_kept_findings() -> None:
    text = documents()["docs/decisions.md"]
    for words in ("SQS standard", "Not FIFO: slower", "a against b", "by design", "make it pop"):
        assert words in text


def test_the_runbook_speaks_of_what_is_there() -> None:
    runbook = documents()["docs/runbook.md"]
    assert "start-message-move-task" in runbook
    assert "restore-db-instance" not in runbook


def test_in_spanish() -> None:
    made = documents("es")
    assert "## Entradas" in made["README.md"]
    assert "Manual de operación" in made["docs/runbook.md"]


def test_the_changelog_keeps_others_and_replaces_its_own_entry() -> None:
    first = documents()["CHANGELOG.md"]
    assert documents(changelog=first)["CHANGELOG.md"] == first
    older = "# Changelog\n\n## 2025-01-01: Before\n\n- x\n"
    both = documents(changelog=older)["CHANGELOG.md"]
    assert both.index("2026-01-01") < both.index("2025-01-01")
    assert with_entry(both, "## 2025-01-01: Before\n\n- y\n").count("Before") == 1


def test_documents_have_no_runs_of_empty_lines() -> None:
    assert all("\n\n\n" not in text and text.endswith("\n") for text in documents().values())


def test_the_readme_knows_which_files_are_generated() -> None:
    names = generated_files("stacks/orders", documents()["README.md"])
    assert names == ("stacks/orders/environments/dev.tfvars", "stacks/orders/environments/prod.tfvars")
    assert generated_files("stacks/orders", "# Hand-written\n") == ()


def test_a_revision_is_an_entry_of_its_own() -> None:
    first = documents()["CHANGELOG.md"]
    both = documents(changelog=first, revisions=(Revision("remove the @queue", "2026-01-01"),))
    assert "## 2026-01-01: Orders (revision 1)" in both["CHANGELOG.md"]
    assert "- Asked: remove the @\u200bqueue." in both["CHANGELOG.md"]
    assert "## 2026-01-01: Orders\n" in both["CHANGELOG.md"]
    assert "remove the @queue" in both["docs/request.md"]


def test_the_list_of_files_is_ours_whoever_wrote_the_rest() -> None:
    ours = documents()["README.md"]
    assert generated_files("s", with_mark_of("# By hand\n", ours)) == generated_files("s", ours)
    assert with_mark_of("a\n<!-- agents:files old.tf -->\nb\n", "<!-- agents:files new.tf -->") == (
        "a\n<!-- agents:files new.tf -->\nb\n"
    )
    assert with_mark_of("a", "no list") == "a"


def test_the_runbook_asks_for_a_place_for_the_state_where_there_is_none() -> None:
    for language in ("en", "es"):
        assert "`backend`" in documents(language)["docs/runbook.md"]
        assert "`backend`" not in documents(language, backend="s3")["docs/runbook.md"]
