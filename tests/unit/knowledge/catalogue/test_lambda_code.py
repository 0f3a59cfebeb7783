"""Code packages."""

import ast

import pytest

from app.knowledge.catalogue.lambda_code import DEFAULT_HANDLERS, RUNTIMES
from tests.unit.knowledge.catalogue.composed import body_of, composed, part


@pytest.mark.parametrize(
    ("settings", "path"),
    [
        ({}, "src/mail/index.py"),
        ({"handler": "app.main.run"}, "src/mail/app/main.py"),
        ({"runtime": "nodejs22.x"}, "src/mail/index.mjs"),
        ({"runtime": "ruby3.4"}, "src/mail/index.rb"),
        ({"runtime": "java21"}, "src/mail/README.md"),
    ],
)
def test_the_source_stands_where_the_handler_says(settings: dict[str, str], path: str) -> None:
    assert path in composed(part("mail", "lambda", **settings)).resources.files


def test_the_function_of_the_handler_is_defined() -> None:
    built = composed(part("mail", "lambda", handler="main.run"))
    tree = ast.parse(built.resources.files["src/mail/main.py"])
    assert [one.name for one in tree.body if isinstance(one, ast.FunctionDef)] == ["run"]


def batch_handler() -> dict[str, object]:
    built = composed(part("work", "lambda"), part("jobs", "sqs"), relations=("jobs triggers work",))
    names: dict[str, object] = {}
    exec(compile(built.resources.files["src/work/index.py"], "index.py", "exec"), names)  # noqa: S102 - our own template
    return names


def test_a_batch_handler_reports_only_what_failed() -> None:
    names = batch_handler()

    def process(record: dict[str, str]) -> None:
        if record["messageId"] == "2":
            raise ValueError

    names["process"] = process
    event = {"Records": [{"messageId": "1"}, {"messageId": "2"}]}
    assert names["handler"](event, None) == {"batchItemFailures": [{"itemIdentifier": "2"}]}  # type: ignore[operator]


@pytest.mark.parametrize(
    ("record", "identifier"),
    [
        ({"messageId": "m"}, "m"),
        ({"kinesis": {"sequenceNumber": "k"}}, "k"),
        ({"dynamodb": {"SequenceNumber": "d"}}, "d"),
    ],
)
def test_records_are_known_by_what_their_source_calls_them(record: dict[str, object], identifier: str) -> None:
    assert batch_handler()["identifier"](record) == identifier  # type: ignore[operator]


def test_terraform_packs_the_folder() -> None:
    archive = body_of(composed(part("mail", "lambda")), "archive_file")
    assert archive["type"] == "zip"
    assert archive["source_dir"].text == '"${path.module}/src/mail"'


def test_a_named_package_is_used_as_it_is() -> None:
    built = composed(part("mail", "lambda", filename="mail.zip"))
    assert body_of(built, "aws_lambda_function")["filename"] == "mail.zip"
    assert not built.resources.files


def test_every_runtime_has_a_handler() -> None:
    for runtime in RUNTIMES.values():
        assert any(runtime.startswith(language) for language in DEFAULT_HANDLERS), runtime
