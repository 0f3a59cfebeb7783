from app.toolchains.terraform.checkout import Module
from app.toolchains.terraform.hcl import read_source
from app.toolchains.terraform.lint.base import Scope, code_of, hit, words


def test_scope_walks_every_attribute() -> None:
    source = read_source("main.tf", 'a "b" {\n  x = 1\n  c {\n    y = "${z}q"\n  }\n}\n')
    scope = Scope(Module("m", (source,)), is_root=True)
    found = [(top.type, attribute.name, code_of(source, attribute)) for source, top, attribute in scope.attributes()]
    assert found == [("a", "x", "1"), ("a", "y", '"${z} "')]
    assert scope.readable


def test_references_are_found_in_code_only() -> None:
    text = 'a = var.x + local . y # var.z\nb = "${data.t.n[0].id} var.q"\nc = foo.var.w\n'
    scope = Scope(Module("m", (read_source("main.tf", text),)), is_root=True)
    assert sorted(scope.references) == ["data.t.n", "local.y", "var.x"]


def test_hits_are_on_the_block_or_a_line() -> None:
    source = read_source("main.tf", 'resource "b" "c" {\n  x = 1\n}\n')
    block = source.top.blocks[0]
    assert (hit(source, block, "m").line, hit(source, block, "m").end_line) == (1, 3)
    assert (hit(source, block, "m", 2).line, hit(source, block, "m", 2).end_line) == (2, 2)
    assert hit(source, block, "m").resource == "b.c"


def test_words() -> None:
    assert words("private_subnet-A") == ["private", "subnet", "a"]
