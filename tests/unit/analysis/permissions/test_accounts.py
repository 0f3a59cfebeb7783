"""Whose account it is."""

import pytest

from app.analysis.permissions.accounts import (
    LOG_DELIVERY,
    everyone,
    foreign_accounts,
    foreign_users,
    own_accounts,
    spelled,
)
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


def test_canonical_users_and_the_organisation_of_the_stack_are_own() -> None:
    mine, theirs, identity = "ab" * 32, "cd" * 32, "ef" * 32
    stack = graph(
        resource("data.aws_canonical_user_id.me", id=mine),
        resource("aws_cloudfront_origin_access_identity.a", s3_canonical_user_id=identity),
        resource("data.aws_organizations_organization.o", id="o-1"),
    )
    own = own_accounts(stack)
    assert own == {mine, identity, "o-1"}
    assert foreign_users([mine, theirs, identity.upper(), LOG_DELIVERY, "(known after apply)"], own) == (theirs,)


@pytest.mark.parametrize(
    ("name", "all_"),
    [
        ("*", True),
        ("arn:aws:iam::*:root", True),
        ("arn:aws:iam::*:role/x", True),
        ("arn:aws:iam::11112222333?:root", True),
        ("arn:aws:iam::111122223333:role/*", False),
        ("111122223333", False),
        ("(known after apply)", False),
    ],
)
def test_everyone(name: str, all_: bool) -> None:
    assert everyone([name]) is all_


def test_in_words() -> None:
    assert spelled(["111122223333", "o-1", "444455556666"]) == "account 111122223333, 444455556666 and organisation o-1"
    assert spelled(["o-1"]) == "organisation o-1"
