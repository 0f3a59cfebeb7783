"""Savings in code: the value is changed where it is written, or the saving is left with the reason."""

from decimal import Decimal

import pytest

from app.domain.cost import Edit, Saving
from app.toolchains.terraform.repair.savings import apply_savings

SIZE = "instance_type"


def saving(
    address: str = "aws_instance.web",
    attribute: str = SIZE,
    value: str | None = '"m5.large"',
    rule: str = "ec2-oversize",
    **fields: object,
) -> Saving:
    values: dict[str, object] = {"stack": "stacks/shop", "safe": True, "edits": (Edit(address, attribute, value),)}
    return Saving(rule, address, "smaller", Decimal(1), "high", **(values | fields))  # type: ignore[arg-type]


def instance(value: str) -> str:
    return f'resource "aws_instance" "web" {{\n  ami           = "ami-1"\n  instance_type = {value} # why\n}}\n'


@pytest.mark.parametrize(
    ("files", "changed", "line"),
    [
        ({"main.tf": instance('"m5.xlarge"')}, "main.tf", 3),
        ({"main.tf": instance("var.size"), "v.tf": 'variable "size" {\n  default = "m5.xlarge"\n}\n'}, "v.tf", 2),
        ({"main.tf": instance("local.size"), "l.tf": '# sizes\nlocals {\n  size = "m5.xlarge"\n}\n'}, "l.tf", 3),
        (
            {
                "main.tf": instance("var.size"),
                "v.tf": 'variable "size" {\n  default = "m5.xlarge"\n}\n',
                "terraform.tfvars": 'name = "a"\nsize = "m5.2xlarge"\n',
            },
            "terraform.tfvars",
            2,
        ),
    ],
)
def test_a_value_is_changed_where_it_is_written(files: dict[str, str], changed: str, line: int) -> None:
    placed = {f"stacks/shop/{path}": text for path, text in files.items()}
    result = apply_savings(placed, [saving()])
    assert list(result.files) == [f"stacks/shop/{changed}"]
    (applied,) = result.applied
    assert (applied.path, applied.line) == (f"stacks/shop/{changed}", line)
    assert '"m5.large"' in applied.after
    assert '"m5.large"' not in applied.before
    rest = result.files[applied.path].replace(applied.after, applied.before)
    assert rest == placed[applied.path], "nothing else of the file changes"


MODULE = {
    "stacks/shop/main.tf": 'module "web" {\n  source = "../../modules/web"\n  size   = "m5.xlarge"\n}\n',
    "modules/web/main.tf": instance("var.size") + 'variable "size" {\n  type = string\n}\n',
}


def test_a_module_is_changed_at_its_call() -> None:
    result = apply_savings(MODULE, [saving("module.web.aws_instance.web")])
    assert result.files == {"stacks/shop/main.tf": MODULE["stacks/shop/main.tf"].replace("xlarge", "large")}


def test_a_value_is_followed_through_the_call_to_the_callers_variable() -> None:
    files = MODULE | {
        "stacks/shop/main.tf": 'module "web" {\n  source = "../../modules/web"\n  size   = var.web\n}\n',
        "stacks/shop/variables.tf": 'variable "web" {\n  default = "m5.xlarge"\n}\n',
    }
    result = apply_savings(files, [saving("module.web.aws_instance.web")])
    assert result.files == {"stacks/shop/variables.tf": 'variable "web" {\n  default = "m5.large"\n}\n'}


@pytest.mark.parametrize(
    ("files", "address", "why"),
    [
        ({"main.tf": instance('lookup(var.sizes, "web")')}, "aws_instance.web", "is given by"),
        ({"main.tf": instance('"${var.family}.xlarge"')}, "aws_instance.web", "is given by"),
        ({"main.tf": instance("var.size"), "v.tf": 'variable "size" {}\n'}, "aws_instance.web", "has no value here"),
        (
            {"main.tf": instance("local.size"), "l.tf": 'locals {\n  size = "${var.a}.b"\n}\n'},
            "aws_instance.web",
            "computed",
        ),
        (
            {
                "main.tf": instance("var.size") + 'output "size" {\n  value = var.size\n}\n',
                "v.tf": 'variable "size" {\n  default = "m5.xlarge"\n}\n',
            },
            "aws_instance.web",
            "is used in 2 places",
        ),
        (
            {
                "main.tf": instance("var.size"),
                "v.tf": 'variable "size" {\n  default = "m5.xlarge"\n}\n',
                "a.auto.tfvars": 'size = "x"\n',
                "environments/b.tfvars": 'size = "y"\n',
            },
            "aws_instance.web",
            "given in 2 files",
        ),
        (
            {"main.tf": 'module "web" {\n  source = "acme/web/aws"\n}\n'},
            "module.web.aws_instance.web",
            "not in this repository",
        ),
        (
            {
                "main.tf": 'module "web" {\n  source = "./m"\n}\nmodule "api" {\n  source = "./m"\n}\n',
                "m/main.tf": instance('"m5.xlarge"'),
            },
            "module.web.aws_instance.web",
            "called 2 times",
        ),
        ({"main.tf": ""}, "aws_instance.web", "is not written in"),
        ({"main.tf": instance('"m5.large"')}, "aws_instance.web", "already says so"),
    ],
)
def test_what_is_not_mechanical_is_left_with_the_reason(files: dict[str, str], address: str, why: str) -> None:
    placed = {f"stacks/shop/{path}": text for path, text in files.items()}
    result = apply_savings(placed, [saving(address)])
    assert result.files == {}
    assert why in result.left[0].why


def test_blocks_are_edited_and_made() -> None:
    text = instance('"m5.xlarge"')
    disk = saving(attribute="root_block_device.volume_type", value='"gp3"', rule="ebs-gp2-gp3")
    written = apply_savings({"stacks/shop/main.tf": text}, [disk]).files["stacks/shop/main.tf"]
    assert 'root_block_device {\n    volume_type = "gp3"\n  }' in written


def test_a_value_that_is_not_needed_any_more_goes() -> None:
    text = 'resource "aws_ebs_volume" "a" {\n  size = 10\n  type = "io1"\n  iops = 3000\n}\n'
    edits = (Edit("aws_ebs_volume.a", "type", '"gp3"'), Edit("aws_ebs_volume.a", "iops", None))
    result = apply_savings({"a.tf": text}, [saving("aws_ebs_volume.a", edits=edits, stack=".", rule="ebs-io1-gp3")])
    assert result.files == {"a.tf": 'resource "aws_ebs_volume" "a" {\n  size = 10\n  type = "gp3"\n}\n'}


def test_the_last_step_of_a_resource_stays_whatever_the_order() -> None:
    text = {"stacks/shop/main.tf": instance('"m5.2xlarge"')}
    smaller, arm = saving(value='"m5.xlarge"'), saving(value='"m6g.xlarge"', rule="ec2-graviton", safe=False)
    for order in ([smaller, arm], [arm, smaller]):
        result = apply_savings(text, order)
        assert '"m6g.xlarge"' in result.files["stacks/shop/main.tf"]
        assert [one.saving for one in result.applied] == order


def test_all_instances_are_served_by_one_edit() -> None:
    text = {"stacks/shop/main.tf": 'resource "aws_instance" "web" {\n  count = 2\n\n  instance_type = "m5.xlarge"\n}\n'}
    result = apply_savings(text, [saving(f"aws_instance.web[{n}]") for n in range(2)])
    assert [one.after for one in result.applied] == ['  instance_type = "m5.large"'] * 2
    assert result.left == ()


def test_what_is_no_change_of_a_value_is_a_persons() -> None:
    result = apply_savings({"stacks/shop/main.tf": instance('"m5.xlarge"')}, [saving(edits=())])
    assert "a person decides" in result.left[0].why


def test_half_a_saving_is_taken_back() -> None:
    text = {"stacks/shop/main.tf": instance('"m5.xlarge"')}
    edits = (Edit("aws_instance.web", "ami", '"ami-2"'), Edit("aws_instance.web", "no_such_thing", "1"))
    result = apply_savings(text, [saving(edits=edits)])
    assert result.files == {}
    assert "no `no_such_thing` here" in result.left[0].why
