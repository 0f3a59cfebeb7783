"""Severities and fingerprints."""

from dataclasses import replace

import pytest

from app.domain.finding import Finding, Severity, fingerprinted

BASE = Finding("CKV_AWS_18", Severity.HIGH, "Access logs", "a/main.tf", "checkov", line=3, resource="aws_s3_bucket.a")


@pytest.mark.parametrize(("word", "severity"), [("high", Severity.HIGH), (" Critical ", Severity.CRITICAL)])
def test_words_become_severities(word: str, severity: Severity) -> None:
    assert Severity.parse(word) is severity
    assert str(severity) == word.strip().lower()


def test_an_unknown_word_is_refused() -> None:
    with pytest.raises(KeyError):
        Severity.parse("awful")


def test_severities_are_ordered() -> None:
    assert max(Severity) is Severity.CRITICAL
    assert Severity.HIGH >= Severity.MEDIUM


def test_a_fingerprint_survives_moved_lines_and_reasons() -> None:
    moved = replace(BASE, line=90, end_line=95, explained="by design", severity=Severity.LOW)
    assert fingerprinted([BASE])[0].fingerprint == fingerprinted([moved])[0].fingerprint


@pytest.mark.parametrize("field", ["rule", "title", "path", "resource"])
def test_what_a_fingerprint_is_made_of(field: str) -> None:
    other = {
        "rule": replace(BASE, rule="x"),
        "title": replace(BASE, title="x"),
        "path": replace(BASE, path="x"),
        "resource": replace(BASE, resource="x"),
    }[field]
    assert fingerprinted([BASE])[0].fingerprint != fingerprinted([other])[0].fingerprint


def test_fingerprints_are_unique_in_a_report_and_stable() -> None:
    twice = fingerprinted([BASE, replace(BASE, line=9)])
    assert len({finding.fingerprint for finding in twice}) == 2
    assert fingerprinted(twice) == twice


def test_what_is_waived_or_explained_does_not_count() -> None:
    assert BASE.counts
    assert not replace(BASE, waived="until May").counts
    assert not replace(BASE, explained="by design").counts
