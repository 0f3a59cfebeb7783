"""The audit report in both forms."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from app.domain.compliance import Assessment, ControlResult
from app.domain.evidence import Evidence
from app.domain.finding import Severity
from app.domain.policy import Waiver
from app.domain.run import Gate, Outcome, StageResult
from app.reports.audit import render_audit, render_audit_page
from app.reports.audit_view import Audited
from app.reports.phrases import ENGLISH, SPANISH
from tests.builders import finding
from tests.unit.reports.test_audit_view import AT, AUDITED, OUTCOME, entry

VOID = {"meta", "br", "hr", "link", "img", "input"}
FORMS = pytest.mark.parametrize("render", [render_audit, render_audit_page])


class Outline(HTMLParser):
    """Tags in order, whether each is closed, what is linked and what is there to link to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.links: set[str] = set()
        self.ids: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            assert not name.startswith("on")
            if name == "id":
                self.ids.append(value or "")
            elif name in {"href", "src"}:
                self.links.add(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data if self.open[-1:] != ["style"] else ""


@FORMS
def test_what_an_auditor_looks_for_is_there(render: Callable[[Audited], str]) -> None:
    text = render(AUDITED)
    assert AUDITED.entry is not None
    for words in (
        ENGLISH["audit_sentence"],
        "acme/web",
        "2026-11-22 12:00 UTC",
        "a" * 40,
        "anna",
        "no plan to price: web",
        "HIPAA",
        "AGT_IAM_ADMIN",
        "1 not listed here: there before the change",
        "until the move",
        "expired",
        "3.3.30",
        "c" * 64,
        "zoe",
        "p" * 64,
        AUDITED.entry.hash,
        f"agents audit verify --head {AUDITED.entry.hash}",
    ):
        assert words in text


@FORMS
def test_what_is_not_known_is_said(render: Callable[[Audited], str]) -> None:
    text = render(Audited(Outcome("r1", "compliance", ""), AT))
    for key in ("audit_no_framework", "no_findings", "audit_no_exception", "audit_no_evidence", "audit_no_entry"):
        assert ENGLISH[key] in text


@FORMS
def test_in_spanish(render: Callable[[Audited], str]) -> None:
    text = render(replace(AUDITED, outcome=replace(OUTCOME, language="es")))
    assert SPANISH["audit_sentence"] in text
    assert ENGLISH["audit_meaning"] not in text


def test_the_page_stands_alone_and_is_well_formed() -> None:
    page = render_audit_page(AUDITED)
    assert page.startswith("<!DOCTYPE html>\n")
    seen = Outline(page)
    assert seen.open == []
    assert not {"script", "img", "iframe", "link", "form", "object"} & set(seen.tags)
    assert len(seen.ids) == len(set(seen.ids))
    assert seen.links <= {f"#{one}" for one in seen.ids}, "nothing outside is named, and no link leads nowhere"
    assert not re.search(r"url\(|@import|https?:", page)
    assert "default-src 'none'" in page
    assert "@media print" in page


def test_what_stands_in_backticks_is_code_and_nothing_else() -> None:
    found = finding(detail='Set `a = "<b>"` & `x.')
    page = render_audit_page(replace(AUDITED, outcome=replace(OUTCOME, findings=(found,))))
    assert "Set <code>a = &#34;&lt;b&gt;&#34;</code> &amp; `x." in page


def test_controls_are_those_of_the_assessed_frameworks_and_few() -> None:
    found = finding(controls={"hipaa": tuple(f"H{n}" for n in range(30)), "nist": ("AC-1",)})
    text = render_audit(replace(AUDITED, outcome=replace(OUTCOME, findings=(found,))))
    assert "| hipaa H0 H1 H2 H3 … |" in text
    assert "AC-1" not in text


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title></td>",
    "@admin closes #1",
    "a | b\n## y",
    "{{ 7*7 }}",
    "\u202egnp.exe",
    "ghp_" + "a1B2" * 9,
)


def everywhere(text: str) -> Audited:
    """The text in every place that comes from outside."""
    found = finding(
        text, Severity.CRITICAL, title=text, path=text, resource=text, detail=text, controls={text: (text,)}
    )
    kept = replace(finding("K", title=text), waived=text)
    controls = (
        ControlResult(text, text, "failing", (text,), (found.fingerprint,)),
        ControlResult(text, text, "covered", (text,)),
        ControlResult(text, text, "not_assessable"),
    )
    outcome = Outcome(
        text,
        "review",
        text,
        head=text,
        base=text,
        stacks=(text,),
        findings=(found, kept),
        gate=Gate("failed", (text,)),
        stages=(StageResult(text, "not_run", text),),
        evidence=(Evidence(text, text, text, 0, text, isolation=text),),
        assessments=(Assessment(text, text, controls),),
    )
    waiver = Waiver(text, text, text, date(2027, 1, 1), text)
    said = replace(entry({"approved_by": [text], "policy": text}), who=text, commit=text, at=text)
    return Audited(outcome, AT, text, text, (waiver,), said)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_from_outside_does_anything_in_the_page(hostile: str) -> None:
    seen, plain = Outline(render_audit_page(everywhere(hostile))), Outline(render_audit_page(everywhere("word")))
    assert seen.tags == plain.tags
    assert "\u202e" not in seen.text
    assert "ghp_a1B2" not in seen.text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_from_outside_changes_the_shape_of_the_markdown(hostile: str) -> None:
    def tags(text: str) -> list[str]:
        page = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(render_audit(everywhere(text)))
        return re.findall(r"</?[a-z][a-z0-9]*", re.sub(r"(?s)<code[^>]*>.*?</code>", "", page))

    assert tags(hostile) == tags("word")
    assert "ghp_a1B2" not in render_audit(everywhere(hostile))
