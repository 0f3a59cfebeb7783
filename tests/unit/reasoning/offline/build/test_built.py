import dataclasses

import pytest

from tests.unit.reasoning.offline.small_catalogue import built_of, component


def test_what_was_built_does_not_change_and_knows_its_services() -> None:
    built = built_of([component("aws_sqs_queue", "jobs"), component("kms", "vault")])
    assert {one: service.id for one, service in built.services.items()} == {"jobs": "sqs", "vault": "kms"}
    with pytest.raises(dataclasses.FrozenInstanceError):
        built.wrong = ("x",)  # type: ignore[misc]
