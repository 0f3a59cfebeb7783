"""Changes to a draft: new files, edits, and the draft's own words that the model saw redacted."""

import pytest
from pydantic import ValidationError

from app.domain.redaction import MARK
from app.reasoning.tasks.files import LONGEST, Edit, FileChange, FilesAnswer, Unfit, changed

PATH = "stacks/jobs/main.tf"
TEXT = 'a = 1\nb = 2\n  password = "correct-horse-9"\nc = 3\n'
DRAFT = {PATH: TEXT, "stacks/jobs/src/index.py": "pass\n"}


def edits(*pairs: tuple[str, str], path: str = PATH) -> FileChange:
    return FileChange(path=path, edits=[Edit(old=old, new=new) for old, new in pairs])


def test_a_new_file_stands_beside_the_draft() -> None:
    change = FileChange(path="stacks/jobs/more.tf", content="x = 1\n")
    assert changed(DRAFT, [change]) == {**DRAFT, "stacks/jobs/more.tf": "x = 1\n"}


def test_edits_are_made_in_order() -> None:
    assert changed(DRAFT, [edits(("a = 1", "a = 9\nz = 0"), ("z = 0\nb = 2", "b = 8"))])[PATH].startswith(
        "a = 9\nb = 8\n"
    )
    assert DRAFT[PATH] == TEXT


@pytest.mark.parametrize(
    "path", ["stacks/jobs/more.tf", "stacks/jobs/policies/a.json", "stacks/jobs/templates/a.tftpl"]
)
def test_kinds_of_files_that_may_be_written(path: str) -> None:
    assert changed({}, [FileChange(path=path, content="x")]) == {path: "x"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (FileChange(path="stacks/jobs/src/index.py", content="evil"), "only .tf files"),
        (FileChange(path="stacks/jobs/terraform.tfvars", content="a = 1"), "only .tf files"),
        (FileChange(path="stacks/jobs/a.tf.json", content="{}"), "only .tf files"),
        (FileChange(path="stacks/jobs/a.tf\n", content=""), "only .tf files"),
        (FileChange(path=PATH), "give its content, or edits"),
        (FileChange(path=PATH, content="x", edits=[Edit(old="a", new="b")]), "give its content, or edits"),
        (edits(("a", "b"), path="stacks/jobs/none.tf"), "has no such file"),
        (edits(("nowhere", "b")), "edit 1 stand there 0 times"),
        (edits(("a = 1", "a = 2"), (" = ", "b")), "edit 2 stand there 4 times"),
    ],
)
def test_what_cannot_be_done_is_told(change: FileChange, why: str) -> None:
    with pytest.raises(Unfit, match=why):
        changed(DRAFT, [change])


def test_the_drafts_redacted_lines_come_back_as_they_are() -> None:
    hidden = f'  password = "{MARK}"'
    whole = FileChange(path=PATH, content=f"a = 1\n{hidden}\n")
    assert changed(DRAFT, [whole])[PATH] == 'a = 1\n  password = "correct-horse-9"\n'
    around = edits((f"b = 2\n{hidden}", f"b = 5\n{hidden}"))
    assert 'b = 5\n  password = "correct-horse-9"\nc = 3\n' in changed(DRAFT, [around])[PATH]


def test_a_mark_that_the_draft_does_not_have_stays_a_mark() -> None:
    change = FileChange(path=PATH, content=f'token = "{MARK}"\n')
    assert changed(DRAFT, [change])[PATH] == f'token = "{MARK}"\n'


@pytest.mark.parametrize(
    "answer",
    [
        {"files": [{"path": PATH, "content": "x", "mode": "0777"}]},
        {"files": [{"path": PATH, "content": "x" * (LONGEST + 1)}]},
        {"files": [{"path": PATH, "content": "x"}] * 31},
        {"files": [{"path": PATH, "edits": [{"old": "", "new": "x"}]}]},
        {"understood": [{"phrase": 0, "addresses": ["aws_x.y"]}]},
        {"understood": [{"phrase": 1, "addresses": []}]},
        {"understood": [{"phrase": "1", "addresses": ["aws_x.y"]}]},
        {"files": "all"},
        {"allowed": ["open_ingress"]},
        {"why": "x" * 601},
    ],
)
def test_an_answer_is_held_to_its_form(answer: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        FilesAnswer.model_validate(answer)


def test_an_answer_may_be_empty() -> None:
    assert FilesAnswer.model_validate({}).files == []
