"""Whatever is asked for, in whatever relations: composing answers, and its answer fits the provider's schema."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.architecture import Architecture
from app.domain.repo import Conventions
from app.domain.request import Component, Relation
from app.knowledge.catalogue.registry import SERVICES
from app.reasoning.offline.build.check import problems
from app.reasoning.offline.build.compose import compose
from app.reasoning.offline.design.design import design
from tests.unit.reasoning.offline.small_catalogue import request_of

KINDS = sorted({kind for service in SERVICES.values() for kind in (*service.links, *service.linked)} | {"in", "uses"})
VALUES = st.one_of(st.none(), st.booleans(), st.integers(-5, 5000), st.sampled_from(["", "x", "0.0.0.0/0", "cron(x)"]))


@st.composite
def components(draw: st.DrawFn, number: int) -> Component:
    service = SERVICES[draw(st.sampled_from(sorted(SERVICES)))]
    names = [parameter.name for parameter in service.parameters]
    said = draw(st.dictionaries(st.sampled_from(names), VALUES, max_size=2)) if names else {}
    return Component(
        id=f"c{number}",
        kind=draw(st.sampled_from([service.id, service.primary])),
        label=draw(st.sampled_from(["orders", "web", "a-b", "main"])) + (str(number) if draw(st.booleans()) else ""),
        name=draw(st.sampled_from([None, "the-name"])),
        settings=said,
        count=draw(st.sampled_from([1, 1, 2])),
        region=draw(st.sampled_from([None, None, "eu-west-1"])),
    )


@st.composite
def architectures(draw: st.DrawFn) -> Architecture:
    parts = tuple(draw(components(number)) for number in range(draw(st.integers(1, 4))))
    ids = st.sampled_from([part.id for part in parts])
    relations = draw(st.lists(st.builds(Relation, ids, st.sampled_from(KINDS), ids), max_size=4))
    return Architecture(parts, tuple(relations))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(architectures())
def test_composing_always_answers(wanted: Architecture) -> None:
    request = request_of(wanted.components, wanted.relations)
    architecture = design(request, Conventions(), SERVICES)
    resources = compose(request, architecture, Conventions(), SERVICES)
    assert problems(resources) == []
    assert compose(request, architecture, Conventions(), SERVICES) == resources
