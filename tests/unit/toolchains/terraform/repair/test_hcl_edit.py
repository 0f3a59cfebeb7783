"""Edits on text: what is asked for changes, everything else stays, and the columns are terraform fmt's."""

from collections.abc import Callable

import pytest

from app.toolchains.terraform.repair.hcl_edit import Document, NotMechanical

INSTANCE = """\
# The web server
resource "aws_instance" "web" {
  ami           = "ami-1"  # image
  instance_type = var.type // size

  root_block_device { volume_size = 8 }

  tags = {
    a = 1
  }
}
"""


def _document(text: str) -> tuple[Document, tuple[int, ...]]:
    document = Document("main.tf", text)
    return document, document.trail(next(block.address for block, _ in document.blocks("resource", "locals")))


def test_a_new_argument_joins_the_run_and_moves_its_columns() -> None:
    document, trail = _document(INSTANCE)
    document.put(trail, "associate_public_ip_address", "false")
    assert document.text.splitlines()[2:6] == [
        '  ami                         = "ami-1"  # image',
        "  instance_type               = var.type // size",
        "  associate_public_ip_address = false",
        "",
    ]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("a", "2", 'resource "x" "y" {\n  a= 2  # one\n  long_name = 3 #two\n}\n'),
        ("new", "2", 'resource "x" "y" {\n  a= 1  # one\n  long_name = 3 #two\n  new = 2\n}\n'),
    ],
)
def test_untidy_neighbours_are_left_as_they_are(name: str, value: str, expected: str) -> None:
    document, trail = _document('resource "x" "y" {\n  a= 1  # one\n  long_name = 3 #two\n}\n')
    document.put(trail, name, value)
    assert document.text == expected


def test_what_comes_between_leaves_each_run_in_its_own_columns() -> None:
    document, trail = _document('resource "x" "y" {\n  longest    = 1\n  depends_on = [x.z]\n}\n')
    document.add_block(trail, "inner")
    assert document.text == 'resource "x" "y" {\n  longest = 1\n\n  inner {\n  }\n\n  depends_on = [x.z]\n}\n'


def test_a_heredoc_behind_a_new_argument_gets_columns_of_its_own() -> None:
    code = 'resource "x" "y" {\n  name          = 1\n  user_data_abc = <<-EOT\n    a\n  EOT\n}\n'
    document, trail = _document(code)
    document.put(trail, "new", "2")
    assert document.text == (
        'resource "x" "y" {\n  name = 1\n  new  = 2\n\n  user_data_abc = <<-EOT\n    a\n  EOT\n}\n'
    )


def test_taking_out_a_line_leaves_untidy_neighbours_as_they_are() -> None:
    document, trail = _document('resource "x" "y" {\n  a= 1  # one\n  b  = 2\n  long_name = 3 #two\n}\n')
    document.remove(trail, "b")
    assert document.text == 'resource "x" "y" {\n  a= 1  # one\n  long_name = 3 #two\n}\n'


def test_a_value_is_replaced_in_place_with_its_comment_kept() -> None:
    document, trail = _document(INSTANCE)
    document.put(trail, "ami", '"ami-longer"')
    assert '  ami           = "ami-longer" # image\n  instance_type = var.type     // size\n' in document.text


def test_a_one_line_block_is_opened_for_a_second_argument() -> None:
    document, trail = _document(INSTANCE)
    document.put((*trail, 0), "encrypted", "true")
    assert "  root_block_device {\n    volume_size = 8\n    encrypted   = true\n  }\n" in document.text


def test_a_new_block_goes_before_the_tags() -> None:
    document, trail = _document(INSTANCE)
    inner = document.add_block(trail, "metadata_options")
    document.put(inner, "http_tokens", '"required"')
    assert '8 }\n\n  metadata_options {\n    http_tokens = "required"\n  }\n\n  tags = {\n' in document.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('resource "a" "b" {}\n', 'resource "a" "b" {\n  x = 1\n}\n'),
        ('resource "a" "b" {\n}\n', 'resource "a" "b" {\n  x = 1\n}\n'),
        ('resource "a" "b" { y = 2 }', 'resource "a" "b" {\n  y = 2\n  x = 1\n}'),
        ('resource "a" "b" {\n  c {\n  }\n}\n', 'resource "a" "b" {\n  x = 1\n\n  c {\n  }\n}\n'),
        ('resource "a" "b" {\n  # only this\n}\n', 'resource "a" "b" {\n  x = 1\n  # only this\n}\n'),
        (
            'resource "a" "b" {\n  m = {\n    a = 1\n  }\n}\n',
            'resource "a" "b" {\n  m = {\n    a = 1\n  }\n  x = 1\n}\n',
        ),
        ('resource "a" "b" {\r\n  y = 2\r\n}\r\n', 'resource "a" "b" {\r\n  y = 2\r\n  x = 1\r\n}\r\n'),
        (
            'resource "a" "b" {\n  y = <<EOT\nx = 9\nEOT\n}\n',
            'resource "a" "b" {\n  y = <<EOT\nx = 9\nEOT\n  x = 1\n}\n',
        ),
    ],
)
def test_where_a_first_argument_goes(text: str, expected: str) -> None:
    document, trail = _document(text)
    document.put(trail, "x", "1")
    assert document.text == expected


def test_an_argument_is_removed_with_the_comment_above_it() -> None:
    document, trail = _document('resource "a" "b" {\n  x = 1\n\n  # why\n  long_name = 2\n\n  y = 3\n}\n')
    document.remove(trail, "long_name")
    assert document.text == 'resource "a" "b" {\n  x = 1\n\n  y = 3\n}\n'


def test_removing_the_longest_name_moves_the_columns_back() -> None:
    document, trail = _document('resource "a" "b" {\n  x         = 1\n  long_name = 2\n  y         = 3\n}\n')
    document.remove(trail, "long_name")
    assert document.text == 'resource "a" "b" {\n  x = 1\n  y = 3\n}\n'


@pytest.mark.parametrize("gone", ["a", "b", "c"])
def test_a_block_is_removed_with_one_blank_line(gone: str) -> None:
    blocks = {name: f'# {name}\nvariable "{name}" {{\n}}\n' for name in "abc"}
    document = Document("main.tf", "\n".join(blocks.values()))
    document.remove_block(document.trail(f"var.{gone}"))
    del blocks[gone]
    assert document.text == "\n".join(blocks.values())


def test_new_blocks_go_behind_another_or_to_the_end() -> None:
    document, trail = _document('resource "a" "b" {\n}\n\nresource "c" "d" {\n}\n')
    document.add_after(trail, 'resource "e" "f" {\n}\n')
    document.append('resource "g" "h" {\n}')
    assert [block.address for block, _ in document.blocks("resource")] == ["a.b", "e.f", "c.d", "g.h"]
    assert document.text == "\n".join(f'resource "{one}" "{two}" {{\n}}\n' for one, two in ("ab", "ef", "cd", "gh"))


def test_an_earlier_state_comes_back() -> None:
    document, trail = _document(INSTANCE)
    before = document.snapshot()
    document.put(trail, "monitoring", "true")
    document.add_after(trail, 'resource "e" "f" {\n}')
    document.restore(before)
    assert document.text == INSTANCE
    assert document.find("e.f") is None


def test_a_file_without_blocks_can_be_edited() -> None:
    document = Document("prod.tfvars", 'region = "eu-west-1"\nsize   = 2\n')
    document.remove((), "region")
    assert document.text == "size = 2\n"


@pytest.mark.parametrize(
    "make",
    [
        lambda: Document("main.tf", 'resource "a" {{{'),
        lambda: Document("main.tf.json", "{}"),
        lambda: Document("main.tf", "").trail("a.b"),
        lambda: Document("main.tf", "").piece_at(9),
    ],
)
def test_what_cannot_be_edited_is_said(make: Callable[[], object]) -> None:
    with pytest.raises(NotMechanical):
        make()
