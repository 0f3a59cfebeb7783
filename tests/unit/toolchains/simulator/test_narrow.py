from app.knowledge.schemas import ProviderSchema, provider_schema
from app.toolchains.simulator.narrow import narrowed

STRING = ["string", "o"]
INNER = {"a": {"x": STRING}, "b": {"needed": ("list", 1, 1, {"a": {}}), "spare": ("list", 0, 0, {"a": {}})}}
RAW = {
    "provider": {"a": {"region": STRING}},
    "resources": {
        "demo_one": {"a": {"name": STRING}, "b": {"outer": ("list", 0, 0, INNER)}},
        "demo_two": {"a": {"name": STRING}},
    },
    "data": {"demo_two": {"a": {}}, "demo_three": {"a": {}}},
}
DEMO = ProviderSchema("demo", "1.0", RAW)


def test_what_the_code_does_not_name_is_left_out() -> None:
    found = narrowed(DEMO, {"demo_one", "demo_three", "outer"}, {"demo_one"})
    assert list(found.types()) == ["demo_one"]
    assert list(found.types("data")) == ["demo_three"]
    assert found.configuration.attributes.keys() == {"region"}
    resource = found.resource("demo_one")
    assert resource is not None
    assert resource.blocks["outer"].block.blocks.keys() == {"needed"}
    assert resource.at("outer.x") is not None


def test_what_it_names_stays() -> None:
    found = narrowed(DEMO, {"demo_one", "spare"}, {"demo_one"})
    resource = found.resource("demo_one")
    assert resource is not None
    assert resource.blocks["outer"].block.blocks.keys() == {"needed", "spare"}


def test_an_unknown_type_keeps_everything() -> None:
    assert narrowed(DEMO, {"demo_on"}, {"demo_on"}) is DEMO
    assert narrowed(DEMO, {"other_on"}, {"other_on"}) is not DEMO


def test_the_whole_is_not_changed() -> None:
    whole = provider_schema("aws")
    before = len(list(whole.types()))
    found = narrowed(whole, {"aws_vpc"}, {"aws_vpc"})
    assert list(found.types()) == ["aws_vpc"]
    assert len(list(whole.types())) == before
