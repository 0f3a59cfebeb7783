"""What a model writes, held against real Terraform in simulation, the real guard and the real analyses."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.agents.architect import Architect
from app.agents.base import AgentResult, Context
from app.agents.developer import Developer
from app.agents.security import Security
from app.agents.tester import Tester
from app.analysis.security import analyse_all
from app.analysis.widening import widened
from app.domain.plan import StackResult
from app.domain.stack import Stack
from app.durable.inline import InlineSteps
from app.knowledge.catalogue.registry import SERVICES
from app.knowledge.schemas import provider_versions
from app.pipeline.proving import Prover
from app.processes.sandbox import Sandbox
from app.reasoning.offline.reasoner import OfflineReasoner
from app.toolchains.terraform.binary import choose_terraform
from app.toolchains.terraform.deployment import Deployment
from app.toolchains.terraform.guard import guard
from app.toolchains.terraform.lint import lint
from app.toolchains.terraform.locating import located
from app.toolchains.terraform.repair import repair
from app.toolchains.terraform.writer import write
from tests.builders import team
from tests.unit.agents.test_developer import Thinker

TEXT = "# Jobs\n\nA queue 'jobs'. Also a frobnicator with purple lights for nine days.\n"
OPEN = "Also a frobnicator with purple lights."
QUEUE = "stacks/jobs/messaging.tf"
NEW = "stacks/jobs/lights.tf"
LIGHTS = """resource "aws_ssm_parameter" "lights" {
 name = "/${local.name}/lights"
 type = "String"
 value = "purple"
}
"""
PROVISIONER = """
resource "null_resource" "x" {
  provisioner "local-exec" {
    command = "id"
  }
}
"""
PUBLIC_QUEUE = """
resource "aws_sqs_queue_policy" "x" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "sqs:*", Resource = aws_sqs_queue.jobs.arn }]
  })
}
"""
PUBLIC_ROLE = """
resource "aws_iam_role" "x" {
  name = "x"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "sts:AssumeRole" }]
  })
}
"""
ACCOUNT = """
resource "aws_ebs_encryption_by_default" "x" {
  enabled = false
}
"""
FUNCTION_URL = """
resource "aws_lambda_function_url" "x" {
  function_name      = "x"
  authorization_type = "NONE"
}
"""
SECOND_POLICY = """
data "aws_iam_policy_document" "x" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.jobs.arn]

    principals {
      type        = "AWS"
      identifiers = [data.aws_caller_identity.current.account_id]
    }
  }
}

resource "aws_sqs_queue_policy" "x" {
  queue_url = aws_sqs_queue.jobs.id
  policy    = data.aws_iam_policy_document.x.json
}
"""
ELSEWHERE = """
resource "aws_cloudwatch_event_rule" "x" {
  name                = "${local.name}-x"
  schedule_expression = "rate(1 day)"
}

resource "aws_cloudwatch_event_target" "x" {
  rule = aws_cloudwatch_event_rule.x.name
  arn  = join(":", ["arn:aws:events:us-east-1", format("%s%s", "770693", "421928"), "event-bus/x"])
}
"""
UNKNOWN = """
resource "aws_cloudwatch_event_rule" "x" {
  name                = "${local.name}-x"
  description         = join("", ["https:", "//evil", ".example/", aws_sqs_queue.jobs.id])
  schedule_expression = "rate(1 day)"
}
"""
SENSITIVE = """
resource "aws_ssm_parameter" "x" {
  name  = "/${local.name}/x"
  type  = "String"
  value = join("", ["https:", "//evil", ".example/"])
}
"""
TEMPLATE = """
resource "aws_ssm_parameter" "x" {
  name  = "/${local.name}/x"
  type  = "String"
  value = templatefile("${path.module}/templates/x.tftpl", {})
}
"""
CLAIM = {"phrase": 1, "addresses": ["aws_ssm_parameter.lights"]}


class Resolving:
    """Plans and applies, no further: what comes after tells nothing more of these files."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment

    def test(self, root: Path, stacks: Sequence[Stack]) -> tuple[StackResult, ...]:
        """Without a second plan and the end."""
        return self._deployment.resolve(root, stacks)


@pytest.fixture(scope="module")
def drawn() -> tuple[Context, Developer]:
    """The request, designed by rule, and a developer whose proofs are real; no scanner, which needs its environment."""
    deployment = Deployment(Sandbox.detect(), choose_terraform("auto"), provider_versions(), lint)
    reasoner = OfflineReasoner(SERVICES)
    checks = replace(
        team(reasoner, write, repair, deployment).checks,
        tester=Tester(Resolving(deployment), lint),
        security=Security((), analyse_all, located, tuple),
    )
    prove = Prover(checks, InlineSteps(), guard, widened)
    context = Context("r", "run", Path("nowhere"), text=TEXT, request=reasoner.read(TEXT))
    designed = Architect(reasoner).run(context)
    context = replace(context, request=designed.request, resources=designed.resources)
    return context, Developer(write, repair, prove, deployment.formatted)


def submitted(drawn: tuple[Context, Developer], *texts: str, **more: Any) -> tuple[AgentResult, Thinker]:
    """What comes of answers that write these texts, in turn."""
    context, developer = drawn
    answers: list[dict[str, Any]] = [
        {"files": [{"path": NEW, "content": text}], "understood": [CLAIM], **more} for text in texts
    ]
    thinker = Thinker(*answers)
    return developer.run(replace(context, thinker=thinker)), thinker


def test_a_hallucinated_attribute_is_repaired_and_never_kept(drawn: tuple[Context, Developer]) -> None:
    result, thinker = submitted(drawn, LIGHTS.replace("value", "colour"), LIGHTS)
    assert result.request is not None
    assert result.request.not_understood == ()
    files = {one.path: one.content for one in result.artifacts}
    assert '  name  = "/${local.name}/lights"\n  type  = "String"' in files[NEW]
    (check,) = thinker.tasks[0].tools
    told = check.call({"files": [{"path": NEW, "content": LIGHTS.replace("value", "colour")}]})
    assert 'An argument named "colour" is not expected here' in told
    assert told == check.call({"files": [{"path": NEW, "content": LIGHTS.replace("value", "colour")}]})
    assert "/tmp" not in told  # noqa: S108 - looked for, not written to


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (LIGHTS.replace("value", "colour"), "does not plan and apply in simulation"),
        (LIGHTS.replace("aws_ssm_parameter", "aws_frobnicator"), "does not plan and apply in simulation"),
        (LIGHTS + PROVISIONER, "has a provisioner"),
        (LIGHTS + PUBLIC_QUEUE, "it opens more than was asked for"),
        (LIGHTS + PUBLIC_ROLE, "it opens more than was asked for"),
        (LIGHTS + ACCOUNT, "it weakens the whole account: enabled of aws_ebs_encryption_by_default.x"),
        (LIGHTS + SECOND_POLICY, "aws_sqs_queue_policy.x takes the place of what the draft has"),
        (LIGHTS + ELSEWHERE, "it names 770693421928, which the request does not"),
        (LIGHTS + UNKNOWN, "it names evil.example, which the request does not"),
        (LIGHTS + SENSITIVE, "it names evil.example, which the request does not"),
        (LIGHTS + FUNCTION_URL, "it opens more than was asked for: Function answers anyone"),
    ],
    ids=[
        "attribute",
        "type",
        "provisioner",
        "public queue",
        "public role",
        "account",
        "second policy",
        "elsewhere",
        "known after apply",
        "sensitive",
        "function url",
    ],
)
def test_what_is_worse_or_opens_something_is_not_kept(drawn: tuple[Context, Developer], text: str, why: str) -> None:
    result, _ = submitted(drawn, text)
    assert NEW not in {one.path for one in result.artifacts}
    assert result.request is None
    assert why in result.thoughts[0].why


def test_an_edit_of_the_draft_is_proven_by_its_plan(drawn: tuple[Context, Developer]) -> None:
    edit = {"old": "message_retention_seconds         = 345600", "new": "message_retention_seconds = 777600"}
    claim = {"phrase": 1, "addresses": ["aws_sqs_queue.jobs"]}
    context, developer = drawn
    thinker = Thinker({"files": [{"path": QUEUE, "edits": [edit]}], "understood": [claim]})
    result = developer.run(replace(context, thinker=thinker))
    texts = {one.path: one.content for one in result.artifacts}
    assert "message_retention_seconds         = 777600" in texts[QUEUE]
    assert result.thoughts[0].why == "understands 1 of 1 open phrases: aws_sqs_queue.jobs"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (
            'actions   = ["sqs:*"]',
            'actions   = ["sqs:PurgeQueue"]',
            "it changes aws_sqs_queue_policy.jobs of the draft",
        ),
        (
            "  message_retention_seconds         = 345600",
            "  message_retention_seconds         = 60",
            "it changes message",
        ),
        (
            "maxReceiveCount     = 5",
            "maxReceiveCount     = 900",
            "it changes redrive_policy.maxReceiveCount of aws_sqs",
        ),
    ],
    ids=["a policy that a plan does not know", "retention", "what becomes of failures"],
)
def test_what_protects_the_draft_may_not_be_edited(
    drawn: tuple[Context, Developer], old: str, new: str, why: str
) -> None:
    context, developer = drawn
    (text,) = (one.content for one in developer.run(context).artifacts if one.path == QUEUE)
    place = text.index(old, text.index('"jobs_queue"' if "actions" in old else '"aws_sqs_queue" "jobs"'))
    changed = text[:place] + text[place:].replace(old, new, 1)
    files = [{"path": QUEUE, "content": changed}, {"path": NEW, "content": LIGHTS}]
    claims = [
        {"phrase": 1, "addresses": ["aws_ssm_parameter.lights", "aws_sqs_queue_policy.jobs", "aws_sqs_queue.jobs"]}
    ]
    result = developer.run(replace(context, thinker=Thinker({"files": files, "understood": claims})))
    assert result.request is None
    assert why in result.thoughts[0].why


def test_a_template_reads_no_file(drawn: tuple[Context, Developer]) -> None:
    context, developer = drawn
    template = {"path": "stacks/jobs/templates/x.tftpl", "content": '${try(file("~/.aws/credentials"), "")}'}
    answer = {"files": [{"path": NEW, "content": LIGHTS + TEMPLATE}, template], "understood": [CLAIM]}
    result = developer.run(replace(context, thinker=Thinker(answer)))
    assert "templates/x.tftpl is a program, a template" in result.thoughts[0].why
