"""Alignment by the formatter's rule."""

from app.toolchains.terraform.writer.layout import BLANK, Entry, Item, Raw, block, indent, join_blocks, lay_out


def test_neighbours_are_aligned() -> None:
    assert lay_out([Entry("a", ["1"]), Entry("long", ["2"])]) == ["a    = 1", "long = 2"]


def test_an_open_bracket_ends_the_neighbourhood() -> None:
    items = [Entry("a", ["1"]), Entry("longer", ["{", "  x = 1", "}"]), Entry("bc", ["2"])]
    assert lay_out(items) == ["a = 1", "longer = {", "  x = 1", "}", "bc = 2"]


def test_blanks_and_comments_end_it_too() -> None:
    items: list[Item] = [Entry("a", ["1"]), BLANK, Entry("long", ["2"]), Raw(["# why"]), Entry("b", ["3"])]
    assert lay_out(items) == ["a = 1", "", "long = 2", "# why", "b = 3"]


def test_a_heredoc_counts_as_one_line() -> None:
    items = [Entry("a", ["<<-EOT", "  x", "EOT"], heredoc=True), Entry("long", ["2"])]
    assert lay_out(items) == ["a    = <<-EOT", "  x", "EOT", "long = 2"]


def test_blocks() -> None:
    assert block("x", []) == ["x {}"]
    assert block("x", [Raw(block("y", [Entry("a", ["1"])]))]) == ["x {", "  y {", "    a = 1", "  }", "}"]
    assert indent(["a", ""]) == ["  a", ""]
    assert join_blocks([["a {}"], [], ["b {}"]]) == "a {}\n\nb {}\n"
