import json
from typing import Any

import pytest

from app.reasoning.offline.build.refusals import without_refused
from tests.unit.reasoning.offline.small_catalogue import component


def policy(**statement: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        ("password", "hunter2", "secrets in plain text"),
        ("master_user_options.master_user_password", "hunter2", "secrets in plain text"),
        ("manage_master_user_password", True, ""),
        ("provisioner.local-exec.command", "id", "provisioners"),
        ("filename", "../../etc/passwd", "paths outside the stack"),
        ("filename", "/etc/passwd", "paths outside the stack"),
        ("filename", "build/worker.zip", ""),
        ("path", "/service/", ""),
        ("policy", policy(Action="*", Resource="*"), "everything on everything"),
        ("policy", policy(Action=["s3:GetObject", "*"], Resource=["*"]), "everything on everything"),
        ("policy", policy(Action="s3:GetObject", Resource="*"), ""),
        ("assume_role_policy", policy(Action="sts:AssumeRole", Principal={"AWS": "*"}), "everyone as principal"),
        ("assume_role_policy", policy(Action="sts:AssumeRole", Principal={"Service": "ec2.amazonaws.com"}), ""),
        ("policy", policy(Action="sqs:*", Principal="*", Condition={"ArnLike": {"aws:SourceArn": "x"}}), ""),
        ("policy", "{ not json Statement", ""),
        ("policy_arn", "arn:aws:iam::aws:policy/AdministratorAccess", "administrator access"),
        ("managed_policy_arns", ["arn:aws:iam::aws:policy/AdministratorAccess"], "administrator access"),
    ],
)
def test_arguments_that_are_never_written(path: str, value: Any, why: str) -> None:
    (kept,), refused = without_refused([component("aws_thing", "a", arguments={path: value, "name": "x"})])
    assert kept.arguments == ({"name": "x"} if why else {path: value, "name": "x"})
    assert refused == ((f"{why} (a: {path})",) if why else ())
    assert "hunter2" not in str(refused)


@pytest.mark.parametrize("kind", ["aws_iam_access_key", "data.external", "data.http"])
def test_types_that_are_never_written(kind: str) -> None:
    kept, refused = without_refused([component(kind, "a"), component("sqs", "b")])
    assert [one.label for one in kept] == ["b"]
    assert len(refused) == 1
