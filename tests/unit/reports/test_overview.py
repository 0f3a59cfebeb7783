"""The marked paragraph of a README."""

from dataclasses import replace

import pytest

from app.domain.architecture import Architecture
from app.domain.request import Component, Relation
from app.reports.overview import digest_of, earlier_overview, render_overview

DESIGN = Architecture((Component("q", "sqs", "orders"), Component("f", "lambda", "worker")))
DIGEST = digest_of(DESIGN, "en")


def test_it_says_who_wrote_it_in_both_languages() -> None:
    english = render_overview("Orders wait.", "Claude, x-1", DIGEST, "en")
    assert english == (
        f"<!-- agents:overview {DIGEST} -->\n> Orders wait.\n>\n"
        "> <sub>Written by a model (Claude, x-1) from the design; all else here is made from facts.</sub>\n"
        "<!-- /agents:overview -->\n"
    )
    assert "Escrito por un modelo (Claude, x-1)" in render_overview("x", "Claude, x-1", DIGEST, "es")


def test_an_earlier_one_is_taken_as_it_is() -> None:
    block = render_overview("Orders wait.", "Claude, x-1", DIGEST, "en")
    assert earlier_overview(f"# Orders\n\n{block}\n## What is here\n", DIGEST) == block
    assert earlier_overview(f"# Orders\n\n{block}", "0" * 16) == ""
    assert earlier_overview("# Orders\n", DIGEST) == ""
    assert earlier_overview(f"<!-- agents:overview {DIGEST} -->\n" + "> x\n" * 1000, DIGEST) == ""


def test_the_digest_follows_components_relations_and_language() -> None:
    others = [
        replace(DESIGN, components=DESIGN.components[:1]),
        replace(DESIGN, relations=(Relation("q", "triggers", "f"),)),
        replace(DESIGN, components=(replace(DESIGN.components[0], name="jobs"), DESIGN.components[1])),
    ]
    digests = {DIGEST, digest_of(DESIGN, "es"), *(digest_of(one, "en") for one in others)}
    assert len(digests) == 5
    assert digest_of(replace(DESIGN, diagram="x"), "en") == DIGEST


@pytest.mark.parametrize(
    "hostile",
    [
        "<!-- /agents:overview -->",
        "@everyone",
        "<img src=x>",
        "Closes #1",
        "a\n## heading",
        "[x](javascript:y)",
        "x" * 100_000,
        "\u202ex",
    ],
)
def test_hostile_words_stay_inside(hostile: str) -> None:
    block = render_overview(hostile, "Claude, x-1", DIGEST, "en")
    lines = block.splitlines()
    assert len(lines) == 5
    assert len(block) < 3_000
    assert earlier_overview(block, DIGEST) == block
    for harm in ("@everyone", "<img", "Closes #1", " [x]", "x](", "\u202e", "-->\n\n"):
        assert harm not in block
