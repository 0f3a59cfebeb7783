"""Users."""

from tests.unit.knowledge.catalogue.composed import accepted, all_of, body_of, composed, part


def test_a_user_has_a_name_and_no_keys() -> None:
    built = composed(part("ana", "iam_user", name="ana", path="/staff/"))
    assert body_of(built, "aws_iam_user") == {"name": "ana", "path": "/staff/"}
    assert not all_of(built, "aws_iam_access_key")
    assert accepted(built, "aws_iam_user.ana") == {"CKV_AWS_273"}
