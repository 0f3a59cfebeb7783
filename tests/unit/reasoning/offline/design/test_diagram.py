import re

import pytest

from app.domain.request import Relation
from app.reasoning.offline.design.diagram import escaped, render_diagram, titles_of
from tests.unit.reasoning.offline.small_catalogue import built_of, component

COMPONENTS = [component("lambda", "worker"), component("rds", "db"), component("sqs", "jobs", name='x"];--><b>')]
RELATIONS = [Relation("jobs", "triggers", "worker"), Relation("worker", "uses", "db"), Relation("db", "in", "vpc")]


def diagram() -> str:
    built = built_of(COMPONENTS, RELATIONS)
    return render_diagram(built, titles_of(built.components, built.services))


def test_the_whole() -> None:
    assert diagram().splitlines() == [
        "flowchart LR",
        '  n3[["Queue<br/>x#34;#93;#59;--#62;#60;b#62;"]]',
        '  subgraph n4["Network"]',
        '    subgraph n4_private["Private subnets"]',
        '      n1["Program<br/>worker"]',
        '      n2[("Store<br/>db")]',
        "    end",
        "  end",
        '  n3 -->|"triggers"| n1',
        '  n1 -->|"uses"| n2',
    ]


def test_it_is_the_same_each_time() -> None:
    assert diagram() == diagram()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Orders (new)", "Orders (new)"),
        ("a\nb", "a b"),
        ('"quoted"', "#34;quoted#34;"),
        ("#59;", "#35;59#59;"),
        ("`code` | [x]", "#96;code#96; #124; #91;x#93;"),
        ("Pedidos áéñ", "Pedidos áéñ"),
    ],
)
def test_no_text_can_end_a_label(text: str, expected: str) -> None:
    assert escaped(text) == expected
    assert not re.search(r"[\"<>|\[\]{}`]", escaped(text))


def test_users_come_in_at_the_door() -> None:
    built = built_of([component("sqs", "door"), component("sqs", "room")], [Relation("door", "fronts", "room")])
    lines = render_diagram(built, titles_of(built.components, built.services)).splitlines()
    assert '  users(("Users"))' in lines
    assert "  users --> n1" in lines
    assert '  n1 -->|"passes requests on"| n2' in lines


def test_what_was_implied_hangs_on_who_needs_it() -> None:
    built = built_of([component("lambda", "worker")])
    text = render_diagram(built, titles_of(built.components, built.services))
    assert "subgraph n2" in text
    assert "-.->" not in text


def test_types_read_as_words_and_counts_are_shown() -> None:
    built = built_of([component("aws_glue_registry", "events", count=20)])
    text = render_diagram(built, titles_of(built.components, built.services))
    assert '  n1["aws glue registry<br/>events ×20"]' in text
