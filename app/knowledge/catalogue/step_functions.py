"""AWS Step Functions: steps in order, with retries and a record of every run."""

from collections.abc import Callable
from typing import Any

from app.domain.request import Component, Relation
from app.domain.resources import Json, Ref, Template
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.kinds import kind_of
from app.knowledge.catalogue.reach import silent_step
from app.knowledge.catalogue.statements import camel

PROGRAMS = ("lambda:invoke", "ecs:runTask.sync", "glue:startJobRun.sync")
"""How calls of programs end."""

RETRY = [
    {
        "ErrorEquals": ["States.TaskFailed", "States.Timeout"],
        "IntervalSeconds": 2,
        "MaxAttempts": 3,
        "BackoffRate": 2,
        "JitterStrategy": "FULL",
    }
]

State = dict[str, Any]


def wire(component: Component, site: Site) -> Ports:
    """The machine with its role, encrypted logs and tracing; relations bring the steps."""
    role = site.role(component, "states.amazonaws.com")
    name = Template(("/aws/vendedlogs/states/", site.name(component)))
    logs = site.log_group(component, name, label=component.label)
    site.allow(
        role,
        (
            "logs:CreateLogDelivery",
            "logs:GetLogDelivery",
            "logs:UpdateLogDelivery",
            "logs:DeleteLogDelivery",
            "logs:ListLogDeliveries",
            "logs:PutResourcePolicy",
            "logs:DescribeResourcePolicies",
            "logs:DescribeLogGroups",
        ),
        ("*",),
        sid="DeliverLogs",
    )
    site.allow(
        role,
        ("xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets"),
        ("*",),
        sid="WriteTraces",
    )
    key = site.key("states.amazonaws.com", "delivery.logs.amazonaws.com")
    site.allow(role, ("kms:Decrypt", "kms:GenerateDataKey"), (key,), sid="UseKey")
    address = site.add(
        "aws_sfn_state_machine",
        component.label,
        {
            "name": site.name(component, limit=80),
            "role_arn": Ref(role, "arn"),
            "type": site.setting(component, "type"),
            "definition": Json(_definition(component, [])),
            "encryption_configuration": {
                "type": "CUSTOMER_MANAGED_KMS_KEY",
                "kms_key_id": key,
                "kms_data_key_reuse_period_seconds": 300,
            },
            "logging_configuration": {
                "level": "ALL",
                "include_execution_data": True,
                "log_destination": Template((logs, ":*")),
            },
            "tracing_configuration": {"enabled": True},
        },
        component=component,
    )
    start = ("states:StartExecution",)
    return Ports(
        address=address,
        arn=Ref(address, "arn"),
        handle=Ref(address, "arn"),
        handle_name="STATE_MACHINE_ARN",
        role=role,
        access={"uses": start, "sends": start, "triggers": start},
        access_arns=(Ref(address, "arn"),),
        key=key,
        principal="states.amazonaws.com",
        extra={"steps": []},
    )


def _definition(component: Component, steps: list[tuple[str, State]]) -> State:
    """Steps one after the other; where none is known yet, one that passes its input on."""
    named = steps or [("Start", {"Type": "Pass"})]
    states: State = {}
    for number, (name, state) in enumerate(named):
        after = named[number + 1][0] if number + 1 < len(named) else ""
        states[name] = {**state, **({"Next": after} if after else {"End": True})}
    return {
        "Comment": f"Steps of {component.label}",
        "StartAt": named[0][0],
        "TimeoutSeconds": 3600,
        "States": states,
    }


def _lambda(machine: End, target: End, site: Site) -> State:
    arn = target.ports.arn
    site.allow(machine.ports.role, ("lambda:InvokeFunction",), (arn, Template((arn, ":*"))))
    parameters = {"FunctionName": arn, "Payload.$": "$"}
    return {"Resource": "arn:aws:states:::lambda:invoke", "Parameters": parameters, "OutputPath": "$.Payload"}


def _ecs(machine: End, target: End, site: Site) -> State:
    extra, role = target.ports.extra, machine.ports.role
    site.allow(role, ("ecs:RunTask",), (extra["task_definition_arn"],))
    site.allow(role, ("ecs:StopTask", "ecs:DescribeTasks"), ("*",), conditions=[_in_cluster(extra)])
    site.allow(
        role,
        ("iam:PassRole",),
        extra["task_roles"],
        conditions=[{"test": "StringEquals", "variable": "iam:PassedToService", "values": ["ecs-tasks.amazonaws.com"]}],
    )
    rule = Template(
        ("arn:", site.partition(), ":events:", site.region(), ":", site.account(),
         ":rule/StepFunctionsGetEventsForECSTaskRule")
    )  # fmt: skip
    site.allow(role, ("events:PutTargets", "events:PutRule", "events:DescribeRule"), (rule,))
    parameters = {
        "Cluster": extra["cluster_arn"],
        "TaskDefinition": extra["task_definition_arn"],
        "LaunchType": "FARGATE",
        "NetworkConfiguration": {
            "AwsvpcConfiguration": {
                "Subnets": extra["subnets"],
                "SecurityGroups": [target.ports.security_group],
                "AssignPublicIp": "DISABLED",
            }
        },
    }
    return {"Resource": "arn:aws:states:::ecs:runTask.sync", "Parameters": parameters}


def _in_cluster(extra: Any) -> State:
    return {"test": "ArnEquals", "variable": "ecs:cluster", "values": [extra["cluster_arn"]]}


def _sns(machine: End, target: End, site: Site) -> State:
    site.allow(machine.ports.role, ("sns:Publish",), (target.ports.arn,))
    parameters = {"TopicArn": target.ports.arn, "Message.$": "States.JsonToString($)"}
    return {"Resource": "arn:aws:states:::sns:publish", "Parameters": parameters}


def _sqs(machine: End, target: End, site: Site) -> State:
    site.allow(machine.ports.role, ("sqs:SendMessage",), (target.ports.arn,))
    parameters = {"QueueUrl": target.ports.handle, "MessageBody.$": "States.JsonToString($)"}
    return {"Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": parameters}


def _dynamodb(machine: End, target: End, site: Site) -> State:
    site.allow(machine.ports.role, ("dynamodb:PutItem",), (target.ports.arn,))
    parameters = {"TableName": Ref(target.ports.address, "name"), "Item": {"id": {"S.$": "$$.Execution.Name"}}}
    return {"Resource": "arn:aws:states:::dynamodb:putItem", "Parameters": parameters, "ResultPath": None}


def _glue(machine: End, target: End, site: Site) -> State:
    arn = Template(("arn:", site.partition(), ":glue:", site.region(), ":", site.account(), ":job/*"))
    site.allow(
        machine.ports.role, ("glue:StartJobRun", "glue:GetJobRun", "glue:GetJobRuns", "glue:BatchStopJobRun"), (arn,)
    )
    job = target.ports.extra.get("job", target.ports.address)
    return {"Resource": "arn:aws:states:::glue:startJobRun.sync", "Parameters": {"JobName": Ref(str(job), "name")}}


STEPS: dict[str, Callable[[End, End, Site], State]] = {
    "lambda": _lambda,
    "ecs": _ecs,
    "sns": _sns,
    "sqs": _sqs,
    "dynamodb": _dynamodb,
    "glue": _glue,
}


def runs(machine: End, target: End, _relation: Relation, site: Site) -> None:
    """One more step that calls the target, retried with growing pauses."""
    make = STEPS.get(kind_of(target.component))
    if make is None:
        return
    if target.ports.key is not None:
        site.allow(machine.ports.role, ("kms:Decrypt", "kms:GenerateDataKey"), (target.ports.key,))
    state = {"Type": "Task", **make(machine, target, site), "Retry": RETRY}
    machine.ports.extra["steps"].append((camel(target.component.label), state))


def finish(end: End, site: Site) -> None:
    """The definition with all its steps; where none was said, the programs that nothing else starts, in order."""
    if not any(name for name, state in end.ports.extra["steps"] if state["Resource"].endswith(PROGRAMS)):
        order = [one.id for one in site.request.components]
        programs = [one for kind in ("lambda", "ecs") for one in site.of_kind(kind) if silent_step(one.component, site)]
        said = list(end.ports.extra["steps"])
        end.ports.extra["steps"].clear()
        for target in sorted(
            programs, key=lambda one: order.index(one.component.id) if one.component.id in order else 0
        ):
            runs(end, target, Relation(end.component.id, "triggers", target.component.id), site)
        end.ports.extra["steps"].extend(said)
    site.set(end.ports.address, "definition", Json(_definition(end.component, end.ports.extra["steps"])))


SERVICE = Service(
    id="step_functions",
    title="AWS Step Functions",
    concern="compute",
    primary="aws_sfn_state_machine",
    words=("step functions", "step function", "aws step functions", "state machine", "maquina de estados",
           "workflow orchestration", "orquestacion de flujos", "flujo de step functions"),
    weak_words=("workflow", "orchestration", "orquestacion", "flujo de trabajo"),
    wire=wire,
    links=dict.fromkeys(("triggers", "uses", "sends", "writes", "fronts"), runs),
    finish=finish,
    types=("aws_iam_role", "aws_iam_role_policy", "aws_cloudwatch_log_group"),
    parameters=(
        Parameter("type", "choice", ("type", "workflow type", "tipo"), argument="type", default="STANDARD",
                  choices={"standard": "STANDARD", "express": "EXPRESS", "estandar": "STANDARD"}),
    ),
    shape="compute",
    summary="A state machine with retries, encrypted logs and tracing.",
)  # fmt: skip
