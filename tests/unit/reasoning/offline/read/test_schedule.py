from app.reasoning.offline.read.attach import attach
from app.reasoning.offline.read.schedule import mail, schedule
from tests.unit.reasoning.offline.read.sheets import kinds, sheet_of


def test_a_schedule_starts_what_has_none_of_its_own() -> None:
    sheet = sheet_of("A Lambda function runs every night at 2:30.")
    attach(sheet)
    links = schedule(sheet)
    assert kinds(sheet) == ["lambda", "events"]
    assert sheet.drafts[1].settings == {"schedule": "cron(30 2 * * ? *)"}
    assert [(link.source, link.kind, link.target) for link in links] == [(1, "triggers", 0)]


def test_a_plan_named_a_sentence_later_takes_it() -> None:
    sheet = sheet_of("A bucket is copied every day at midnight. Use AWS Backup.")
    attach(sheet)
    assert schedule(sheet) == []
    assert sheet.drafts[1].settings == {"schedule": "cron(0 0 * * ? *)"}


def test_mail_needs_what_sends_it() -> None:
    sheet = sheet_of("A Lambda function writes to ops@example.com.")
    attach(sheet)
    links = mail(sheet)
    assert kinds(sheet) == ["lambda", "sns"]
    assert sheet.drafts[1].settings == {"email": ["ops@example.com"]}
    assert [(link.source, link.kind, link.target) for link in links] == [(0, "sends", 1)]
