"""Who refers to whom, through variables, outputs, modules, count and for_each."""

from typing import Any

import pytest

from app.toolchains.terraform.references import Configuration


def config(**expressions: Any) -> dict[str, Any]:
    """The configuration of ``aws_x.me`` with these expressions, among modules."""
    network = {
        "resources": [{"address": "aws_subnet.s", "expressions": {"vpc_id": {"references": ["var.vpc"]}}}],
        "outputs": {"subnets": {"expression": {"references": ["aws_subnet.s"]}}},
        "module_calls": {
            "inner": {
                "expressions": {"vpc": {"references": ["var.vpc"]}},
                "module": {
                    "resources": [{"address": "aws_acl.a", "expressions": {"vpc": {"references": ["var.vpc"]}}}]
                },
            }
        },
    }
    return {
        "configuration": {
            "root_module": {
                "resources": [{"address": "aws_x.me", "expressions": expressions}],
                "module_calls": {
                    "net": {
                        "for_each_expression": {"references": ["var.zones"]},
                        "expressions": {"vpc": {"references": ["aws_vpc.v[each.key].id", "aws_vpc.v", "each.key"]}},
                        "module": network,
                    },
                    "one": {"expressions": {"vpc": {"references": ["aws_vpc.w.id", "aws_vpc.w"]}}, "module": network},
                },
            }
        }
    }


KNOWN = {
    "aws_vpc.v[\"a\"]", "aws_vpc.v[\"b\"]", "aws_vpc.w", "aws_x.me", "aws_x.me[1]", "aws_y.n[0]", "aws_y.n[1]",
    "data.aws_ami.x",
    'module.net["a"].aws_subnet.s[0]', 'module.net["a"].aws_subnet.s[1]', 'module.net["b"].aws_subnet.s[0]',
    "module.one.aws_subnet.s", "module.one.module.inner.aws_acl.a",
}  # fmt: skip


def references(address: str, **expressions: Any) -> dict[str, tuple[str, ...]]:
    """What the resource of that address refers to."""
    found = Configuration.of(config(**expressions)).place(address, {}).references(sorted(KNOWN))
    return {path: tuple(sorted(names)) for path, names in found.items()}


def named(*names: str) -> dict[str, list[str]]:
    """An expression that names these."""
    return {"references": list(names)}


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (("aws_vpc.w.id", "aws_vpc.w"), ("aws_vpc.w",)),
        (("aws_y.n[1].id", "aws_y.n[1]", "aws_y.n"), ("aws_y.n[1]",)),
        (("aws_y.n",), ("aws_y.n[0]", "aws_y.n[1]")),
        (("data.aws_ami.x.id", "data.aws_ami.x"), ("data.aws_ami.x",)),
        (("module.one.subnets", "module.one"), ("module.one.aws_subnet.s",)),
        (
            ("module.net", "aws_vpc.w"),
            ("aws_vpc.w",),
        ),
        (
            ('module.net["a"].subnets', 'module.net["a"]', "module.net"),
            ('module.net["a"].aws_subnet.s[0]', 'module.net["a"].aws_subnet.s[1]'),
        ),
        (("local.unknown", "var.on_top", "aws_gone.x.id", "each.key", "path.module"), ()),
    ],
)
def test_references_are_followed(names: tuple[str, ...], found: tuple[str, ...]) -> None:
    assert references("aws_x.me", to=named(*names)) == ({"to": found} if found else {})


def test_an_instance_refers_to_the_instance_of_its_own_index() -> None:
    assert references("aws_x.me[1]", to=named("aws_y.n", "count.index")) == {"to": ("aws_y.n[1]",)}


def test_variables_lead_out_of_modules() -> None:
    assert references('module.net["b"].aws_subnet.s[0]') == {"vpc_id": ('aws_vpc.v["b"]',)}
    assert references("module.one.module.inner.aws_acl.a") == {"vpc": ("aws_vpc.w",)}


@pytest.mark.parametrize("key", [r'"a\"].x[\"b"', '"a.b"', '"]"', r'"\\"', '"é ✓"'])
def test_keys_may_hold_whatever_a_text_may(key: str) -> None:
    expressions = {"vpc": {"references": ["aws_vpc.v[each.key].id", "aws_vpc.v", "each.key"]}}
    network = {"resources": [{"address": "aws_subnet.s", "expressions": {"vpc_id": {"references": ["var.vpc"]}}}],
               "outputs": {"all": {"expression": {"references": ["aws_subnet.s"]}}}}  # fmt: skip
    call = {"for_each_expression": {}, "expressions": expressions, "module": network}
    root = {
        "module_calls": {"net": call},
        "resources": [{"address": "aws_x.me", "expressions": {"to": named(f"module.net[{key}].all", "module.net")}}],
    }
    configuration = Configuration.of({"configuration": {"root_module": root}})
    subnet = f"module.net[{key}].aws_subnet.s[{key}]"
    known = [f"aws_vpc.v[{key}]", "aws_vpc.v[0]", subnet]
    assert configuration.place(subnet, {}).module == f"module.net[{key}]"
    assert configuration.place(subnet, {}).references(known) == {"vpc_id": (f"aws_vpc.v[{key}]",)}
    assert configuration.place("aws_x.me", {}).references(known) == {"to": (subnet,)}


def test_nested_blocks_have_paths_without_indexes() -> None:
    nested = [{"subnets": named("aws_vpc.w")}, {"subnets": named("aws_y.n[0].id", "aws_y.n[0]", "aws_y.n")}]
    assert references("aws_x.me", net=nested) == {"net.subnets": ("aws_vpc.w", "aws_y.n[0]")}
    assert references("aws_x.me", plain={"constant_value": 1}) == {}


def test_a_resource_without_configuration_refers_to_nothing() -> None:
    assert references("module.none.aws_x.y") == {}
    assert Configuration.of({}).place("aws_x.y", {}).references(()) == {}


@pytest.mark.parametrize(
    ("provider", "call", "region"),
    [
        ({"constant_value": "eu-west-3"}, {}, "eu-west-3"),
        ({"references": ["var.where"]}, {"constant_value": "sa-east-1"}, "sa-east-1"),
        ({"references": ["var.where"]}, {"references": ["var.region"]}, "us-west-2"),
        ({"references": ["local.where"]}, {}, ""),
    ],
)
def test_a_provider_configured_in_a_module_tells_its_region(
    provider: dict[str, Any], call: dict[str, Any], region: str
) -> None:
    document = {
        "variables": {"region": {"value": "us-west-2"}},
        "configuration": {
            "provider_config": {"module.m:aws": {"expressions": {"region": provider}}},
            "root_module": {
                "module_calls": {
                    "m": {
                        "expressions": {"where": call},
                        "module": {"resources": [{"address": "aws_x.y", "provider_config_key": "module.m:aws"}]},
                    }
                }
            },
        },
    }
    assert Configuration.of(document).place("module.m.aws_x.y", {}).region == region
