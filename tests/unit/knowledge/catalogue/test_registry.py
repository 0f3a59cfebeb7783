"""The registry and what every service must have."""

import re

import pytest

from app.knowledge.catalogue.base import Service
from app.knowledge.catalogue.registry import SERVICES
from app.knowledge.schemas import schema_of
from tests.unit.knowledge.catalogue.composed import composed, part

PLAIN = re.compile(r"[a-z0-9ñ .,+#/_&%:()-]+")


every_service = pytest.mark.parametrize("service", list(SERVICES.values()), ids=list(SERVICES))


@every_service
def test_its_types_are_of_the_provider(service: Service) -> None:
    for kind in (service.primary, *service.types):
        assert schema_of(kind) is not None or schema_of(kind, data=True) is not None, kind


@every_service
def test_its_words_are_plain_and_lower_case(service: Service) -> None:
    words = [*service.words, *service.weak_words, *(word for one in service.parameters for word in one.words)]
    assert [word for word in words if not PLAIN.fullmatch(word)] == []


@every_service
def test_its_parameters_are_distinct_and_their_arguments_exist(service: Service) -> None:
    names = [one.name for one in service.parameters]
    assert len(names) == len(set(names))
    block = schema_of(service.primary)
    assert block is not None
    known = [one.argument for one in service.parameters if one.argument]
    missing = [name for name in known if block.at(name) is None]
    assert [name for name in missing if not any(_has(kind, name) for kind in service.types)] == []


@every_service
def test_it_says_what_it_is(service: Service) -> None:
    assert service.summary
    assert service.title
    assert service.words


@every_service
def test_alone_it_fits_the_schema(service: Service) -> None:
    assert composed(part("thing", service.id)).resources.resources


def _has(kind: str, argument: str) -> bool:
    block = schema_of(kind)
    return block is not None and block.at(argument) is not None


def test_no_word_names_two_services_beyond_doubt() -> None:
    owners: dict[str, list[str]] = {}
    for service in SERVICES.values():
        for word in service.words:
            owners.setdefault(word, []).append(service.id)
    assert {word: ids for word, ids in owners.items() if len(set(ids)) > 1} == {}
