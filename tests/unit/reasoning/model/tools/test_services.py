import pytest

from app.knowledge.catalogue.registry import SERVICES
from app.reasoning.model.tools.making import LIMIT
from tests.unit.reasoning.model.tools.conftest import Ask


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("message queue with dead letters", "sqs"),
        ("cola de mensajes", "sqs"),
        ("CDN", "cloudfront"),
        ("aws_dynamodb_table", "dynamodb"),
        ("kubernetes", "eks"),
        ("lambda", "lambda"),
        ("base de datos postgres", "rds"),
    ],
)
def test_finds_services_by_words(ask: Ask, query: str, first: str) -> None:
    assert ask("find_services", query=query).startswith(f"{first}: ")


def test_lists_all(ask: Ask) -> None:
    told = ask("find_services")
    assert [line.partition(":")[0] for line in told.splitlines()] == list(SERVICES)


def test_says_when_nothing_fits(ask: Ask) -> None:
    assert ask("find_services", query="zeppelin").startswith("no service fits; there are:\nvpc\n")


def test_a_service(ask: Ask) -> None:
    told = ask("service", id="sqs").splitlines()
    assert told[0].endswith("Builds aws_sqs_queue.")
    assert (
        "- visibility_timeout: duration in seconds; default 180; sets the argument visibility_timeout_seconds" in told
    )
    assert ask("service", id="aws_sqs_queue") == ask("service", id="sqs")
    assert '- architecture: choice; one of "ARM64", "X86_64"; default "X86_64"' in ask("service", id="ecs")
    assert "As target of a relation it knows: triggers." in ask("service", id="ecs")


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_told_whole(ask: Ask, name: str) -> None:
    told = ask("service", id=name)
    assert len(told) <= LIMIT
    assert "left out" not in told
    assert all(f"\n- {one.name}: " in told for one in SERVICES[name].parameters)


def test_a_service_that_is_not_there(ask: Ask) -> None:
    with pytest.raises(ValueError, match="Nearest: cloudfront"):
        ask("service", id="cloudfrnt")
