import json
from pathlib import Path

from app.toolchains.terraform.checkout import Checkout
from app.toolchains.terraform.neutral import Neutral, neutral
from app.toolchains.terraform.stacks import find_stacks
from tests.unit.toolchains.terraform.trees import plant


def edits(root: Path, files: dict[str, str]) -> Neutral:
    plant(root, files)
    return neutral(find_stacks(root)[0], Checkout(root))


def test_nothing_to_do(tmp_path: Path) -> None:
    assert edits(tmp_path, {"main.tf": 'resource "aws_vpc" "a" {\n}\n'}) == Neutral()


def test_provisioners_are_blanked_in_place(tmp_path: Path) -> None:
    code = (
        'resource "terraform_data" "a" {\n  input = 1\n  provisioner "local-exec" {\n    command = "touch x"\n  }\n}\n'
        '# provisioner\nresource "aws_vpc" "b" {\n  provisioner "remote-exec" { inline = ["x"] }\n}\n'
    )
    found = edits(tmp_path, {"main.tf": code})
    text = found.before_plan["main.tf"]
    assert "touch" not in text
    assert "remote-exec" not in text
    assert (len(text), text.count("\n")) == (len(code), code.count("\n"))
    assert "input = 1" in text
    assert found.told == [
        "the provisioner local-exec of terraform_data.a was not run (main.tf:3)",
        "the provisioner remote-exec of aws_vpc.b was not run (main.tf:9)",
    ]


def test_provisioners_of_modules_too(tmp_path: Path) -> None:
    module = 'resource "null_resource" "a" {\n  provisioner "local-exec" {\n    command = "x"\n  }\n}\n'
    found = edits(tmp_path, {"s/main.tf": 'module "m" {\n  source = "../m"\n}\n', "m/main.tf": module})
    assert set(found.before_plan) == {"m/main.tf"}
    assert "command" not in found.before_plan["m/main.tf"]


def test_prevent_destroy_is_lifted(tmp_path: Path) -> None:
    code = 'resource "aws_vpc" "a" {\n  lifecycle {\n    prevent_destroy = true\n  }\n}\n'
    found = edits(tmp_path, {"main.tf": code})
    assert "prevent_destroy = false" in found.before_plan["main.tf"]
    assert found.told == ["prevent_destroy of aws_vpc.a was lifted for the simulated destroy"]


def test_backends_become_local(tmp_path: Path) -> None:
    found = edits(tmp_path, {"main.tf": 'terraform {\n  backend "s3" {\n    bucket = "b"\n  }\n}\n'})
    assert 'backend "local" {}' in found.before_init["zz_agents_override.tf"]
    assert found.told == ["the s3 backend was replaced by a local one"]


def test_a_local_backend_is_replaced_silently(tmp_path: Path) -> None:
    found = edits(tmp_path, {"main.tf": 'terraform {\n  backend "local" {\n    path = "/tmp/x"\n  }\n}\n'})
    assert "zz_agents_override.tf" in found.before_init
    assert found.told == []


def test_remote_states_are_answered(tmp_path: Path) -> None:
    code = (
        'data "terraform_remote_state" "net" {\n  backend = "s3"\n  workspace = "x"\n  config = {}\n}\n'
        'resource "aws_instance" "a" {\n  subnet_id = data.terraform_remote_state.net.outputs.private_subnet_ids[0]\n'
        '  ami = data.terraform_remote_state.net.outputs["ami_id"]\n}\n'
    )
    found = edits(tmp_path, {"main.tf": code})
    state = json.loads(found.before_init["zz_agents_net.remote.json"])
    assert state["outputs"]["ami_id"] == {"value": "ami-0a1b2c3d4e5f60718", "type": "string"}
    assert state["outputs"]["private_subnet_ids"]["type"] == ["list", "string"]
    assert 'workspace = "default"' in found.before_init["zz_agents_override.tf"]
    assert "ami_id, private_subnet_ids" in found.told[0]


def test_the_json_form(tmp_path: Path) -> None:
    code = {
        "resource": {
            "null_resource": {
                "a": [{"provisioner": [{"local-exec": {"command": "x"}}], "lifecycle": {"prevent_destroy": True}}]
            }
        }
    }
    found = edits(tmp_path, {"main.tf.json": json.dumps(code)})
    assert json.loads(found.before_init["main.tf.json"]) == {
        "resource": {"null_resource": {"a": [{"lifecycle": {"prevent_destroy": False}}]}}
    }


def test_key_programs_of_opentofu_go(tmp_path: Path) -> None:
    code = (
        'terraform {\n  encryption {\n    key_provider "external" "x" {\n      command = ["evil"]\n    }\n  }\n}\n'
        'resource "aws_vpc" "a" {\n}\n'
    )
    found = edits(tmp_path, {"main.tf": code})
    assert "evil" not in found.before_init["main.tf"]


def test_one_process_keeps_the_state_in_memory(tmp_path: Path) -> None:
    plant(tmp_path, {"main.tf": 'resource "aws_vpc" "a" {\n}\n'})
    found = neutral(find_stacks(tmp_path)[0], Checkout(tmp_path), in_memory=True)
    assert found.before_init == {"zz_agents_override.tf": 'terraform {\n  backend "inmem" {}\n}\n'}
    assert found.told == []
