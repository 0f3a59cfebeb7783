"""Failing code made plannable: what the provider requires is filled in, in the untidy way that people write.

Every case becomes a module of one stack, so that one plan proves them all.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from app.knowledge.schemas import Block as BlockSchema
from app.knowledge.schemas import schema_of
from app.knowledge.schemas.validation import rules_for
from app.toolchains.terraform.hcl import Block, read_source
from tests.unit.toolchains.terraform.repair.failing import failing

ARN = "arn:aws:iam::111122223333:role/case"
POLICY = '{"Version":"2012-10-17","Statement":[]}'
BY_NAME: Mapping[str, str] = {
    "cidr_block": "10.0.0.0/16",
    "availability_zone": "us-east-1a",
    "container_definitions": '[{"name":"a","image":"a","memory":128}]',
    "definition": '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}',
    "instance_type": "t3.micro",
}
"""Texts that have to make sense."""
EXTRA: Mapping[str, str] = {
    "aws_db_instance": 'instance_class = "db.t3.medium"\nallocated_storage = 20\nengine = "postgres"\nusername = "a"\n'
    "manage_master_user_password = true\nskip_final_snapshot = true",
    "aws_instance": 'ami = "ami-1"\ninstance_type = "m5.large"',
    "aws_lambda_function": 'filename = "a.zip"\nhandler = "a.b"\nruntime = "python3.12"',
    "aws_dynamodb_table": 'hash_key = "id"\nattribute {\n  name = "id"\n  type = "S"\n}',
}
"""What the schema calls optional and the provider does not, or what a repair looks at."""
ODD = "#keep-{number}:   said   by somebody"


def plannable() -> dict[str, tuple[str, str]]:
    """Folder name → rule and code, with comments on every line that are numbered in order."""
    return {folder: (rule, untidy(completed(code))) for folder, (rule, code) in failing().items()}


def stack_of(folders: Mapping[str, object]) -> str:
    """A stack that calls every folder as a module."""
    head = 'terraform {\n  required_providers {\n    aws = {\n      source = "hashicorp/aws"\n    }\n  }\n}\n\n'
    head += 'provider "aws" {\n  region = "us-east-1"\n}\n'
    calls = (f'\nmodule "{folder}" {{\n  source = "../{folder}"\n}}\n' for folder in folders)
    return head + "".join(calls)


def completed(code: str) -> str:
    """The code with what the provider requires."""
    (block,) = read_source("main.tf", code).top.blocks
    schema = schema_of(block.labels[0])
    assert schema is not None, block.labels
    lines = code.rstrip("\n").split("\n")
    extra = [line for line in EXTRA.get(block.labels[0], "").split("\n") if line]
    own = {line.split("=")[0].strip() for line in lines}
    extra = [
        line for line in extra if " = " not in line or line.startswith(" ") or line.split("=")[0].strip() not in own
    ]
    names = {line.split("=")[0].split("{")[0].strip() for line in extra if not line.startswith((" ", "}"))}
    inserts = [(block.end_line - 1, [f"  {line}" for line in extra])]
    inserts += list(_missing(block, schema, block.labels[0], "", names))
    for place, new in sorted(inserts, key=lambda item: -item[0]):
        lines[place:place] = new
    text = "\n".join(lines) + "\n"
    if "var.value" in text:
        text += '\nvariable "value" {\n  type    = string\n  default = "x"\n}\n'
    return text


def _missing(
    block: Block, schema: BlockSchema, kind: str, path: str, there: set[str]
) -> Iterator[tuple[int, list[str]]]:
    there = there | set(block.attributes) | {inner.type for inner in block.blocks}
    new = list(_required(schema, kind, path, there))
    if not path:
        for names in (*rules_for(kind).get("exactly_one", ()), *rules_for(kind).get("at_least_one", ())):
            if not there & set(names):
                new += _argument(schema, kind, names[0], "")
    yield block.end_line - 1, [f"  {line}" for line in new]
    for inner in block.blocks:
        nested = schema.blocks.get(inner.type)
        if nested is not None:
            yield from _missing(inner, nested.block, kind, f"{path}{inner.type}.", set())


def _required(schema: BlockSchema, kind: str, path: str, there: set[str]) -> Iterator[str]:
    for name, attribute in schema.attributes.items():
        if attribute.required and name not in there:
            yield from _argument(schema, kind, name, path)
    for name, nested in schema.blocks.items():
        if nested.minimum and name not in there:
            yield from _argument(schema, kind, name, path)


def _argument(schema: BlockSchema, kind: str, name: str, path: str) -> Iterator[str]:
    attribute = schema.attributes.get(name)
    if attribute is not None:
        yield f"{name} = {json.dumps(_value(attribute.type, kind, path + name, name))}"
        return
    yield f"{name} {{"
    yield from (f"  {line}" for line in _required(schema.blocks[name].block, kind, f"{path}{name}.", set()))
    yield "}"


def _value(shape: Any, kind: str, path: str, name: str) -> Any:
    if not isinstance(shape, list):
        return _scalar(shape, kind, path, name)
    outer, inner = shape
    if outer == "object":
        return {key: _value(one, kind, path, key) for key, one in inner.items()}
    value = _value(inner, kind, path, name)
    return {"a": value} if outer == "map" else [value]


def _scalar(shape: str, kind: str, path: str, name: str) -> Any:
    rules = rules_for(kind)
    if allowed := rules.get("values", {}).get(path):
        return next(one for one in allowed if one != "")
    if span := rules.get("ranges", {}).get(path):
        return int(span[0]) if shape == "number" else str(int(span[0]))
    return {"number": 1, "bool": False}.get(shape, _text(rules, path, name))


def _text(rules: Mapping[str, Any], path: str, name: str) -> str:
    if name in BY_NAME:
        return BY_NAME[name]
    if path in rules.get("cidr", {}):
        return "10.0.0.0/24"
    if path in rules.get("arns", {}) or name.endswith(("arn", "role")):
        return ARN
    if path in rules.get("json", {}) or "policy" in name:
        return POLICY
    return "aaaa"


def untidy(code: str) -> str:
    """Odd spacing, and a numbered comment at the end of every line and above every second one."""
    lines: list[str] = []
    for number, line in enumerate(code.rstrip("\n").split("\n")):
        if number % 2:
            lines.append(f"   {ODD.format(number=2 * number)}")
        ragged = line.replace(" = ", "   =  " if number % 3 else "= ", 1)
        lines.append(f"{ragged} {ODD.format(number=2 * number + 1)}" if line.strip() else line)
    return "\n".join(lines) + "\n"
