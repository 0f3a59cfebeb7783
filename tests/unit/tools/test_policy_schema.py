"""The schema of ``.agents.yml`` and its reader say the same."""

import json

import pytest
import yaml
from jsonschema import Draft7Validator

from app.pipeline.policy_file import KEYS, read_text
from tests.unit.test_documents import POLICIES
from tools.policy_schema import policy_schema

SCHEMA = json.loads(policy_schema())


class _Yaml12(yaml.SafeLoader):
    """As editors read it: dates and ``off`` are texts."""


_Yaml12.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if not tag.endswith((":timestamp", ":bool")) or first in "tTfF"]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def objections(text: str) -> list[str]:
    document = yaml.load(text, Loader=_Yaml12)  # noqa: S506 - a safe loader with fewer kinds of values
    return [error.message for error in Draft7Validator(SCHEMA).iter_errors(document)]


def test_it_is_a_schema_with_every_key_explained() -> None:
    Draft7Validator.check_schema(SCHEMA)
    assert tuple(SCHEMA["properties"]) == KEYS
    silent = {"gate", "budget", "allow"}
    assert {key for key, value in SCHEMA["properties"].items() if "description" not in value} == silent
    assert "gate.frameworks" not in SCHEMA["properties"]["gate"]["properties"]["frameworks"]["description"]
    fix = SCHEMA["properties"]["allow"]["properties"]["fix"]["properties"]["users"]
    assert fix["description"].startswith("Who alone may use the command")


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_that_is_shown_fits(name: str) -> None:
    assert objections(POLICIES[name]) == []


@pytest.mark.parametrize(
    "text",
    [
        "auto: off",
        "auto: {pull_request: off, issue: off, drafts: true}",
        "auto: {pull_request: review, issue: run}",
        "required_tags: [Owner, {name: env, values: [prod, test]}]",
        "waivers: [{rule: R, owner: o, reason: r, expires: 2027-01-31}]",
        "allow: {fix: {roles: [maintain]}}",
        "regions: [eu-*]",
        "reasoner: claude",
        "reasoner: {use: offline, keep_back: [infra/**], budget: {run: 0.5, month: 20}}",
    ],
)
def test_both_take_it(text: str) -> None:
    assert read_text(text)[1] == ()
    assert objections(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "unknown: 1",
        "version: 2",
        "apply: true",
        "language: fr",
        "auto: maybe",
        "stacks: infra/*",
        "gate: {fail_on: severe}",
        "gate: {frameworks: [sox]}",
        "budget: {monthly: lots}",
        "budget: {monthly: -1}",
        "allow: {fix: {}}",
        "allow: {deploy: {users: [a]}}",
        "auto: {pull_request: fix}",
        "auto: {drafts: perhaps}",
        "waivers: [{rule: R, owner: o, reason: r}]",
        "waivers: [{rule: R, owner: o, reason: r, expires: tomorrow}]",
        "required_tags: [{values: [a]}]",
        "reasoner: auto",
        "reasoner: {budget: {week: 3}}",
        "reasoner: {keep_back: infra}",
    ],
)
def test_both_refuse_it(text: str) -> None:
    assert read_text(text)[1]
    assert objections(text)
