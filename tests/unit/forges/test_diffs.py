"""Which lines a diff shows."""

from app.forges.diffs import changed_files, shown_lines

DIFF = """@@ -1,4 +1,5 @@ resource
 one
-two
+TWO
+2.5
 three
 four
@@ -20,2 +21 @@
 twenty
-gone
\\ No newline at end of file
"""


def test_new_lines_and_their_old_numbers() -> None:
    assert shown_lines(DIFF) == {1: 1, 2: None, 3: None, 4: 3, 5: 4, 21: 20}


def test_a_line_that_looks_like_a_header() -> None:
    assert shown_lines("@@ -1,2 +1,2 @@\n--- x\n+++ y\n same\n") == {1: None, 2: 2}


def test_nothing_is_shown_of_nothing() -> None:
    assert shown_lines("") == {}
    assert shown_lines("+++ b/x\n") == {}


def test_files() -> None:
    files = changed_files(
        [
            {"new_path": "b", "old_path": "a", "diff": DIFF},
            {"new_path": "large", "old_path": "large", "diff": ""},
            {"new_path": "gone", "old_path": "gone", "diff": DIFF, "deleted_file": True},
        ]
    )
    assert set(files) == {"b", "large"}
    assert files["b"].old_path == "a"
    assert not files["large"].lines
