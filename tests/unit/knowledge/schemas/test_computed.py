"""The templates name types and attributes that exist."""

from app.knowledge.schemas import provider_schema
from app.knowledge.schemas.computed import computed_tables


def test_every_type_and_attribute_exists() -> None:
    tables, schema = computed_tables("aws"), provider_schema("aws")
    for section in ("ids", "arns"):
        for kind in tables[section]:
            assert schema.resource(kind) is not None, kind
    for section, block_of in (("values", schema.resource), ("data", schema.data)):
        for kind, values in tables[section].items():
            block = block_of(kind)
            assert block is not None, kind
            for name in values:
                assert block.attributes[name].computed, (kind, name)


def test_no_tables_for_other_providers() -> None:
    assert computed_tables("random") == {}
