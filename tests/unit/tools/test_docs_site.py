"""What the site makes of the pages."""

from pathlib import Path

import pytest

from tools.docs_site import DIAGRAMS, DOCS, REPOSITORY, diagram_name, for_the_site, navigation

PAGE = DOCS / "guides" / "costs.md"


@pytest.mark.parametrize(
    ("link", "leads"),
    [
        ("savings.md#a", "savings.md#a"),
        ("../adr", "../adr/README.md"),
        ("../../app/settings.py#L3", f"{REPOSITORY}/blob/main/app/settings.py#L3"),
        ("../../tests/e2e", f"{REPOSITORY}/tree/main/tests/e2e"),
        ("../manifests/github-app.json", f"{REPOSITORY}/blob/main/docs/manifests/github-app.json"),
        ("missing.md", "missing.md"),
        ("../../missing.py", "../../missing.py"),
        ("https://example.com/a", "https://example.com/a"),
        ("#here", "#here"),
    ],
)
def test_links_stay_in_the_site_or_lead_into_the_repository(link: str, leads: str) -> None:
    assert for_the_site(f"See [it]({link}).", PAGE) == f"See [it]({leads})."


def test_code_is_left_alone() -> None:
    text = "```text\n[it](../../app)\n```\n"
    assert for_the_site(text, PAGE) == text


def test_a_diagram_is_its_picture_where_there_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "## How it goes\n\n```mermaid\nflowchart LR\n  a --> b\n```\n"
    assert for_the_site(text, PAGE) == text.replace("mermaid", "text")
    name = diagram_name("flowchart LR\n  a --> b\n")
    monkeypatch.setattr("tools.docs_site.DOCS", tmp_path)
    monkeypatch.setattr("tools.docs_site.DIAGRAMS", tmp_path / "images")
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / name).write_text("<svg/>")
    assert (
        for_the_site(text, tmp_path / "guides" / "a.md")
        == f"## How it goes\n\n![Diagram: How it goes](../images/{name})\n"
    )
    assert DIAGRAMS.is_relative_to(DOCS)


def test_the_index_is_the_navigation() -> None:
    start = "## Start\n\n- [A](start/a.md): words\n"
    index = f"# Docs\n\n- [not](this.md)\n\n{start}\n## Words\n\nNo page.\n\n## More\n\n- [B](b.md)\n"
    assert navigation(index) == [("Start", ["start/a"]), ("More", ["b"])]
    shown = for_the_site(index, DOCS / "index.md")
    assert ":caption: Start\n\nstart/a\n```" in shown
    assert ":caption: More\n\nb\n```" in shown


def test_a_folder_s_page_lists_what_is_beside_it() -> None:
    shown = for_the_site("# Decisions\n", DOCS / "adr" / "README.md")
    assert "0001-layers\n0002-embedded-terraform\n" in shown
    assert "README" not in shown
