"""The form for requests is read as its fields mean it, written down as GitHub does."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.knowledge.catalogue.registry import SERVICES
from app.reasoning.offline.read.pipeline import read

ROOT = Path(__file__).parents[2]
FORM = yaml.safe_load((ROOT / "examples" / "issue-forms" / "infrastructure-request.yml").read_text("utf-8"))
WANTED = 'An SQS queue "orders" with a dead-letter queue.'


def body(answers: Mapping[str, str]) -> str:
    """Each field's label as a heading, its answer below; what was left empty is `_No response_`."""
    fields = [field for field in FORM["body"] if field["type"] != "markdown"]
    return "\n\n".join(
        f"### {field['attributes']['label']}\n\n{answers.get(field['id'], '_No response_')}" for field in fields
    )


def options(name: str) -> list[str]:
    (field,) = [field for field in FORM["body"] if field.get("id") == name]
    attributes: dict[str, Any] = field["attributes"]
    return list(attributes.get("options") or [attributes["placeholder"]])


def test_the_label_is_the_one_that_starts_the_bot() -> None:
    assert FORM["labels"] == ["agents"]


def test_a_form_with_nothing_but_the_wish() -> None:
    request = read(body({"request": WANTED}), SERVICES, title="Jobs")
    assert request.not_understood == ()
    assert [one.kind for one in request.components] == ["sqs"]
    bare = read(WANTED, SERVICES, title="Jobs")
    assert request.constraints == bare.constraints


@pytest.mark.parametrize("answer", options("environment"))
def test_environments(answer: str) -> None:
    request = read(body({"request": WANTED, "environment": answer}), SERVICES, title="Jobs")
    assert (request.constraints.environment, request.not_understood) == (answer.partition(" ")[0], ())


def test_everything_filled_in_as_the_form_suggests() -> None:
    answers = {"request": WANTED, "environment": "prod environment", "frameworks": ", ".join(options("frameworks"))}
    answers |= {name: options(name)[0] for name in ("region", "budget", "tags")}
    request = read(body(answers), SERVICES, title="Jobs")
    known = request.constraints
    assert request.not_understood == ()
    assert (known.region, known.environment, known.budget_monthly) == ("eu-central-1", "prod", 300.0)
    assert set(known.frameworks) >= {"gdpr", "hipaa", "soc2"}
    assert len(known.frameworks) == len(options("frameworks"))
    assert request.tags == {"team": "shop", "cost-center": "4711"}
    assert [one.kind for one in request.components] == ["sqs"]


def test_the_wish_that_the_form_shows_is_understood() -> None:
    (field,) = [field for field in FORM["body"] if field.get("id") == "request"]
    request = read(body({"request": field["attributes"]["placeholder"]}), SERVICES, title="Shop")
    assert request.not_understood == ()
    assert len(request.components) >= 4
