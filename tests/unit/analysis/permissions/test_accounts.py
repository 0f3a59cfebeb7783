"""Whose account it is."""

from app.analysis.permissions.accounts import foreign_accounts, own_accounts
from tests.unit.analysis.graphs import ACCOUNT, graph, resource


def test_own_accounts_from_the_caller_and_from_names() -> None:
    stack = graph(
        resource("data.aws_caller_identity.me", account_id="999988887777"),
        resource("aws_sqs_queue.a", arn=f"arn:aws:sqs:eu-central-1:{ACCOUNT}:a"),
        resource("aws_s3_bucket.a", arn="arn:aws:s3:::a"),
        resource("data.aws_iam_policy.p", arn="arn:aws:iam::aws:policy/ReadOnlyAccess"),
    )
    assert own_accounts(stack) == {"999988887777", ACCOUNT}


def test_foreign_are_neither_own_nor_those_that_deliver_logs() -> None:
    named = [
        f"arn:aws:iam::{ACCOUNT}:root",
        "arn:aws:iam::054676820928:root",
        "222233334444",
        "*",
        "arn:aws:iam::222233334444:user/a",
    ]
    assert foreign_accounts(named, frozenset({ACCOUNT})) == ("222233334444",)
