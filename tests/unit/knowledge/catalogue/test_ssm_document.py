"""Documents."""

import pytest

from tests.unit.knowledge.catalogue.composed import body_of, composed, part


@pytest.mark.parametrize(("kind", "version"), [("Command", "2.2"), ("Automation", "0.3")])
def test_the_schema_version_fits_the_kind(kind: str, version: str) -> None:
    document = body_of(composed(part("restart", "ssm_document", kind=kind)), "aws_ssm_document")
    assert (document["document_type"], document["content"].value["schemaVersion"]) == (kind, version)


def test_a_stated_command_is_run() -> None:
    document = body_of(composed(part("restart", "ssm_document", command="systemctl restart app")), "aws_ssm_document")
    assert document["content"].value["mainSteps"][0]["inputs"]["runCommand"] == ["systemctl restart app"]
