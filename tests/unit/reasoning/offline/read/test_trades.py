from app.reasoning.offline.read.relate import relate
from app.reasoning.offline.read.trades import missing_trades
from tests.unit.reasoning.offline.read.sheets import kinds, sheet_of


def test_a_verb_alone_asks_for_its_service() -> None:
    sheet = sheet_of("A PostgreSQL database. Back up the database every night.")
    missing_trades(sheet)
    assert kinds(sheet) == ["rds", "backup"]
    assert [(link.source, link.kind, link.target) for link in relate(sheet)] == [(1, "backs_up", 0)]


def test_not_where_it_is_denied_or_there_already() -> None:
    for text in ("A bucket. Do not back up the bucket.", "A bucket and a backup plan. Back up the bucket."):
        sheet = sheet_of(text)
        before = kinds(sheet)
        missing_trades(sheet)
        assert kinds(sheet) == before


def test_for_others() -> None:
    links = relate(sheet_of("a PostgreSQL database and a backup plan for the database"))
    assert [(link.source, link.kind, link.target) for link in links] == [(1, "backs_up", 0)]
