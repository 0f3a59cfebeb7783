"""How EventBridge starts things: what it may call, as whom, and what the target must allow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.request import Component
from app.domain.resources import Ref
from app.knowledge.catalogue.base import End, Site
from app.knowledge.catalogue.statements import camel, service_may, type_of

ACTIONS: Mapping[str, tuple[str, ...]] = {
    "aws_sfn_state_machine": ("states:StartExecution",),
    "aws_kinesis_stream": ("kinesis:PutRecord", "kinesis:PutRecords"),
    "aws_kinesis_firehose_delivery_stream": ("firehose:PutRecord", "firehose:PutRecordBatch"),
    "aws_cloudwatch_event_bus": ("events:PutEvents",),
    "aws_codebuild_project": ("codebuild:StartBuild",),
    "aws_codepipeline": ("codepipeline:StartPipelineExecution",),
    "aws_glue_workflow": ("glue:notifyEvent",),
    "aws_batch_job_queue": ("batch:SubmitJob",),
}
"""What the role of a rule needs for targets that EventBridge calls with a role."""

DIRECT = ("aws_lambda_function", "aws_sqs_queue", "aws_sns_topic", "aws_cloudwatch_log_group")
"""Targets whose own resource policy lets a rule in."""


@dataclass(frozen=True, slots=True)
class Task:
    """A Fargate task to start: its cluster, definition, network and the roles it is handed."""

    cluster: Any
    definition: Any
    subnets: Any
    groups: tuple[Any, ...] = ()
    roles: tuple[Any, ...] = ()
    blocks: Mapping[str, Any] = field(default_factory=dict)


def task_of(target: End) -> Task | None:
    """The task that a container service would start, or None where the target is none."""
    extra = target.ports.extra
    if "task_definition_arn" not in extra:
        return None
    group = target.ports.security_group
    return Task(
        cluster=extra["cluster_arn"],
        definition=extra["task_definition_arn"],
        subnets=extra["subnets"],
        groups=() if group is None else (group,),
        roles=tuple(extra.get("task_roles", ())),
    )


def can_start(target: End) -> bool:
    """Whether EventBridge can start that kind of thing."""
    kind = type_of(target.ports.address)
    return kind in ACTIONS or kind in DIRECT or task_of(target) is not None


def bind_rule(rule: str, label: str, owner: Component, target: End, site: Site, **more: Any) -> str:
    """Make ``target`` a target of the rule at that address; returns the target's address, empty where impossible.

    ``more`` goes into the target's block (``input``, ``dead_letter_config``).
    """
    if not can_start(target):
        site.settle(
            f"{owner.label} should start {target.component.label}",
            "No target was written.",
            "EventBridge has no way to start it.",
        )
        return ""
    arn = Ref(rule, "arn")
    body: dict[str, Any] = {"rule": Ref(rule, "name"), "arn": target.ports.arn, **more}
    task = task_of(target)
    kind = type_of(target.ports.address)
    if task is not None:
        body["arn"] = task.cluster
        body["role_arn"] = Ref(_task_role(label, owner, task, site, "events.amazonaws.com"), "arn")
        body["ecs_target"] = _ecs_block(task)
    elif kind in ACTIONS:
        role = site.role(owner, "events.amazonaws.com", label=f"{label}_events")
        site.allow(role, ACTIONS[kind], [target.ports.arn], sid=f"Start{camel(target.component.label)}")
        _allow_key(role, target, site)
        body["role_arn"] = Ref(role, "arn")
    else:
        _let_in(kind, label, target, arn, site)
    if kind == "aws_sqs_queue" and target.ports.extra.get("fifo"):
        body["sqs_target"] = {"message_group_id": label}
    same = label.endswith(target.component.label)
    return site.add(
        "aws_cloudwatch_event_target",
        label if same else f"{label}_to_{target.component.label}",
        {**body, "target_id": target.component.label.replace("_", "-")},
        component=owner,
        concern="messaging",
    )


def schedule_target(label: str, owner: Component, target: End, site: Site) -> dict[str, Any] | None:
    """The ``target`` block of a Scheduler schedule, with the role it runs as; None where it cannot start that."""
    kind, task = type_of(target.ports.address), task_of(target)
    if not can_start(target):
        return None
    if task is not None:
        role = _task_role(label, owner, task, site, "scheduler.amazonaws.com")
        return {"arn": task.cluster, "role_arn": Ref(role, "arn"), "ecs_parameters": _ecs_block(task)}
    role = site.role(owner, "scheduler.amazonaws.com", label=f"{label}_scheduler")
    direct = {
        "aws_lambda_function": ("lambda:InvokeFunction",),
        "aws_sqs_queue": ("sqs:SendMessage",),
        "aws_sns_topic": ("sns:Publish",),
    }
    actions = direct.get(kind) or ACTIONS[kind]
    site.allow(role, actions, [target.ports.arn], sid=f"Start{camel(target.component.label)}")
    _allow_key(role, target, site)
    block: dict[str, Any] = {"arn": target.ports.arn, "role_arn": Ref(role, "arn")}
    if kind == "aws_sqs_queue" and target.ports.extra.get("fifo"):
        block["sqs_parameters"] = {"message_group_id": label}
    if kind == "aws_kinesis_stream":
        block["kinesis_parameters"] = {"partition_key": label}
    return block


def _allow_key(role: str, target: End, site: Site) -> None:
    if target.ports.key is not None:
        site.allow(role, ["kms:Decrypt", "kms:GenerateDataKey"], [target.ports.key], sid="UseKey")


def _task_role(label: str, owner: Component, task: Task, site: Site, principal: str) -> str:
    role = site.role(owner, principal, label=f"{label}_events")
    site.allow(
        role,
        ["ecs:RunTask"],
        [task.definition],
        sid="RunTask",
        conditions=[{"test": "ArnEquals", "variable": "ecs:cluster", "values": [task.cluster]}],
    )
    if task.roles:
        site.allow(
            role,
            ["iam:PassRole"],
            list(task.roles),
            sid="PassTaskRoles",
            conditions=[
                {"test": "StringEquals", "variable": "iam:PassedToService", "values": ["ecs-tasks.amazonaws.com"]}
            ],
        )
    return role


def _ecs_block(task: Task) -> dict[str, Any]:
    return {
        "task_definition_arn": task.definition,
        "task_count": 1,
        "launch_type": "FARGATE",
        "network_configuration": {
            "subnets": task.subnets,
            "security_groups": list(task.groups),
            "assign_public_ip": False,
        },
    }


def _let_in(kind: str, label: str, target: End, rule_arn: Ref, site: Site) -> None:
    """Open the target's resource policy to the rule."""
    if kind == "aws_lambda_function":
        site.add(
            "aws_lambda_permission",
            f"{target.component.label}_from_{label}",
            {
                "statement_id": f"AllowFrom{camel(label)}",
                "action": "lambda:InvokeFunction",
                "function_name": Ref(target.ports.address, "function_name"),
                "principal": "events.amazonaws.com",
                "source_arn": rule_arn,
            },
            component=target.component,
        )
        return
    action = {"aws_sqs_queue": "sqs:SendMessage", "aws_sns_topic": "sns:Publish"}.get(kind)
    if action is None:
        return
    target.ports.extra["statements"].append(
        service_may(site, f"FromRule{camel(label)}", "events.amazonaws.com", [action], [target.ports.arn], rule_arn)
    )
    site.key("events.amazonaws.com")
