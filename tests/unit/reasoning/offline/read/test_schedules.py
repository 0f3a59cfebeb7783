import pytest

from app.knowledge.language import language
from app.reasoning.offline.read.schedules import cron_of, find_schedules
from app.reasoning.offline.read.tokens import tokenise


@pytest.mark.parametrize(
    ("text", "code", "expression"),
    [
        ("every night at 02:30", "en", "cron(30 2 * * ? *)"),
        ("every 5 minutes", "en", "rate(5 minutes)"),
        ("every hour", "en", "rate(1 hour)"),
        ("hourly", "en", "rate(1 hour)"),
        ("daily at 7 UTC", "en", "cron(0 7 * * ? *)"),
        ("everyday at 7 UTC", "en", "cron(0 7 * * ? *)"),
        ("every Monday at 6 pm", "en", "cron(0 18 ? * MON *)"),
        ("every weekday at 9:15", "en", "cron(15 9 ? * MON-FRI *)"),
        ("every month", "en", "cron(0 0 1 * ? *)"),
        ("every week", "en", "cron(0 0 ? * SUN *)"),
        ("every day at midnight", "en", "cron(0 0 * * ? *)"),
        ("every day at 12 am", "en", "cron(0 0 * * ? *)"),
        ("runs cron(0 2 * * ? *)", "en", "cron(0 2 * * ? *)"),
        ("runs rate(1 day)", "en", "rate(1 day)"),
        ('on "0 3 * * 1"', "en", "cron(0 3 ? * 2 *)"),
        ("cada noche a las 2:30", "es", "cron(30 2 * * ? *)"),
        ("todos los lunes a las 8 de la mañana", "es", "cron(0 8 ? * MON *)"),
        ("cada 15 minutos", "es", "rate(15 minutes)"),
        ("cada día a las 7 de la tarde", "es", "cron(0 19 * * ? *)"),
    ],
)
def test_words_to_expressions(text: str, code: str, expression: str) -> None:
    assert [value.value for value in find_schedules(tokenise(text, code), language(code))] == [expression]


@pytest.mark.parametrize("text", ["every queue", "each subnet", "30 days", "a daytime job"])
def test_what_is_no_schedule(text: str) -> None:
    assert not list(find_schedules(tokenise(text), language("en")))


def test_unix_fields_become_aws_fields() -> None:
    assert cron_of("*/5 * * * *") == "cron(*/5 * * * ? *)"
    assert cron_of("0 2 1 * ?") == "cron(0 2 1 * ? *)"
    assert cron_of("0 2 * * 0") == "cron(0 2 ? * 1 *)"
    assert cron_of("0 2 ? * MON *") == "cron(0 2 ? * MON *)"
