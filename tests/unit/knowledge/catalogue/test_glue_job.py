"""Jobs."""

from typing import Any

import pytest

from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part, text_of


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, {"glue_version": "5.0", "worker_type": "G.1X", "number_of_workers": 2, "timeout": 60}),
        ({"workers": 10, "worker_type": "G.2X"}, {"worker_type": "G.2X", "number_of_workers": 10}),
        ({"kind": "pythonshell"}, {"max_capacity": 0.0625}),
    ],
)
def test_size(settings: dict[str, Any], expected: dict[str, Any]) -> None:
    job = body_of(composed(part("clean", "glue_job", **settings)), "aws_glue_job")
    assert {name: job[name] for name in expected} == expected


def test_the_script_is_beside_the_code_and_uploaded() -> None:
    built = composed(part("lake", "s3"), part("clean", "glue_job"), relations=["clean writes lake"])
    compile(built.resources.files["src/clean/job.py"], "job.py", "exec")
    script = body_of(built, "aws_s3_object")
    assert text_of(script["source"]).endswith("/src/clean/job.py")
    location = text_of(body_of(built, "aws_glue_job")["command"]["script_location"])
    assert location == "s3://{aws_s3_object.clean_script.bucket}/{aws_s3_object.clean_script.key}"


def test_a_python_shell_has_no_spark() -> None:
    built = composed(part("clean", "glue_job", kind="pythonshell"))
    assert "pyspark" not in built.resources.files["src/clean/job.py"]
    assert body_of(built, "aws_glue_job")["command"]["name"] == "pythonshell"


def test_a_schedule_makes_a_trigger() -> None:
    built = composed(part("clean", "glue_job", schedule="cron(15 4 * * ? *)"))
    assert body_of(built, "aws_glue_trigger")["schedule"] == "cron(15 4 * * ? *)"
    assert not all_of(composed(part("clean", "glue_job")), "aws_glue_trigger")
