"""The request that is kept beside its stack."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.request import Request, Revision
from app.reports.defuse import plain
from app.reports.kept_request import read_kept, render_kept

REQUEST = Request("Web shop", "web-shop", text="# Web shop\n\nA queue and a bucket.")


def test_it_is_read_back_as_it_was_asked() -> None:
    revisions = (Revision("remove the queue", "2026-01-02"), Revision("add ```a``` cache\nand more"))
    document = render_kept(REQUEST, revisions)
    assert read_kept(document) == (REQUEST.text, revisions)
    assert "## Revision 1 (2026-01-02)" in document


def test_in_spanish() -> None:
    document = render_kept(Request("Tienda", "tienda", "es", "Una cola."), (Revision("quita la cola", "2026-01-02"),))
    assert "# Petición: Tienda" in document
    assert "## Revisión 1 (2026-01-02)" in document
    assert read_kept(document) == ("Una cola.", (Revision("quita la cola", "2026-01-02"),))


@pytest.mark.parametrize("document", ["", "# Something\n\n```hcl\nx\n```\n", "```text\nnever closed\n"])
def test_another_document_is_none_of_ours(document: str) -> None:
    assert read_kept(document) is None


def test_a_secret_is_not_kept() -> None:
    asked = 'password = "hunter2hunter2"'
    document = render_kept(Request("t", "t", text=asked), ())
    assert "hunter2" not in document


@given(st.text(), st.text())
def test_no_text_gets_out_of_its_fence(text: str, revision: str) -> None:
    found = read_kept(render_kept(Request("t", "t", text=text), (Revision(revision),)))
    assert found is not None
    assert len(found[1]) == 1
    if "[redacted]" not in found[0]:
        assert found[0] == plain(text).strip("\n") or "secret" in text.lower()
