"""AWS Lambda: functions that run when something happens."""

from app.domain.request import Component
from app.domain.resources import Ref, Template
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.databases import tell_secrets
from app.knowledge.catalogue.kinds import kind_of
from app.knowledge.catalogue.lambda_code import RUNTIMES, add_code, handler_of
from app.knowledge.catalogue.lambda_sources import linked, reads

IN_VPC = {"rds", "aurora", "elasticache", "efs", "redshift", "opensearch", "msk", "vpc", "ec2", "ecs", "nlb"}
"""Services a function reaches only from inside the VPC."""

JOIN_NETWORK = "service-role/AWSLambdaVPCAccessExecutionRole"
"""AWS's own policy for the network interfaces of functions; their calls cannot be narrowed to a resource."""


def needs_network(component: Component, site: Site) -> bool:
    """Whether the function must stand in the VPC."""
    if site.setting(component, "in_vpc"):
        return True
    return any(
        kind_of(other) in IN_VPC or kind_of(other) == "aws_subnet"
        for kind in ("uses", "reads", "writes", "in", "sends", "attached")
        for other in site.related(component, kind)
    )


def wire(component: Component, site: Site) -> Ports:
    """Package, role, log group, failure queue and the function itself."""
    joins = needs_network(component, site)
    role = site.role(component, "lambda.amazonaws.com", managed=(JOIN_NETWORK,) if joins else ())
    logs = site.log_group(component, Template(("/aws/lambda/", site.name(component, limit=64))), label=component.label)
    site.allow(role, ("logs:CreateLogStream", "logs:PutLogEvents"), (Template((logs, ":*")),), sid="WriteLogs")
    site.allow(role, ("xray:PutTraceSegments", "xray:PutTelemetryRecords"), ("*",), sid="WriteTraces")
    key = site.key("logs.amazonaws.com")
    site.allow(role, ("kms:Decrypt", "kms:GenerateDataKey"), (key,), sid="UseKey")
    code = add_code(component, site)
    failures = _failure_queue(component, site, role, key)
    group = None
    placement = None
    if joins:
        group = site.security_group(component, f"Function {component.label}")
        site.egress(group, 443, "0.0.0.0/0", "HTTPS to AWS services and APIs")
        placement = {"subnet_ids": site.network(component).private, "security_group_ids": [group]}
    address = site.add(
        "aws_lambda_function",
        component.label,
        {
            "function_name": site.name(component, limit=64),
            "description": site.setting(component, "description"),
            "role": Ref(role, "arn"),
            "handler": handler_of(component, site),
            "runtime": site.setting(component, "runtime"),
            "architectures": [site.setting(component, "architecture")],
            "memory_size": int(site.setting(component, "memory")),
            "timeout": int(site.setting(component, "timeout")),
            "reserved_concurrent_executions": site.setting(component, "concurrency"),
            **code,
            "dead_letter_config": {"target_arn": failures},
            "tracing_config": {"mode": "Active"},
            "logging_config": {"log_format": "JSON", "log_group": Ref(logs.address, "name")},
            "ephemeral_storage": {"size": int(site.setting(component, "storage"))}
            if site.stated(component, "storage")
            else None,
            "vpc_config": placement,
        },
        component=component,
    )
    _accept(component, site, address, in_network=placement is not None)
    return Ports(
        address=address,
        arn=Ref(address, "arn"),
        handle=Ref(address, "function_name"),
        handle_name="FUNCTION",
        role=role,
        security_group=group,
        access={"uses": ("lambda:InvokeFunction",), "sends": ("lambda:InvokeFunction",),
                "triggers": ("lambda:InvokeFunction",)},
        access_arns=(Ref(address, "arn"),),
        principal="lambda.amazonaws.com",
        extra={
            "target_type": "lambda",
            "private": placement is not None,
            "invoke_arn": Ref(address, "invoke_arn"),
            "function_name": Ref(address, "function_name"),
        },
    )  # fmt: skip


def _failure_queue(component: Component, site: Site, role: str, key: Ref) -> Ref:
    """What asynchronous calls leave behind after the last attempt is kept for two weeks."""
    queue = site.add(
        "aws_sqs_queue",
        f"{component.label}_failures",
        {
            "name": site.name(component, "failures", limit=80),
            "message_retention_seconds": 1209600,
            "kms_master_key_id": key,
            "kms_data_key_reuse_period_seconds": 300,
        },
        component=component,
        concern="messaging",
    )
    site.allow(role, ("sqs:SendMessage",), (Ref(queue, "arn"),), sid="KeepFailures")
    return Ref(queue, "arn")


def _accept(component: Component, site: Site, address: str, *, in_network: bool) -> None:
    site.accept(
        "CKV_AWS_272",
        "The package is built from this repository's own source and deployed by the same pipeline; code signing "
        "needs a signing profile that the organisation would have to own.",
        address,
    )
    if not in_network:
        site.accept(
            "CKV_AWS_117",
            "The function calls only public AWS endpoints over TLS; inside a VPC it would need a NAT for nothing.",
            address,
        )
    if not site.stated(component, "concurrency"):
        site.accept(
            "CKV_AWS_115",
            "A reserved concurrency takes capacity from the account's other functions; none was asked for.",
            address,
        )


def finish(end: End, site: Site) -> None:
    """The environment, once every relation has added to it."""
    tell_secrets(end, site)
    environment = site.environment(end.component)
    if environment:
        site.set(end.ports.address, "environment", {"variables": dict(sorted(environment.items()))})
        site.set(end.ports.address, "kms_key_arn", site.key())


SERVICE = Service(
    id="lambda",
    title="AWS Lambda",
    concern="compute",
    primary="aws_lambda_function",
    words=(
        "lambda", "aws lambda", "lambda function", "serverless function", "funcion lambda", "funcion serverless",
        "funcion sin servidor",
    ),
    weak_words=("function", "handler", "funcion", "script", "serverless"),
    wire=wire,
    links={"reads": reads},
    linked=linked,
    finish=finish,
    types=(
        "aws_lambda_permission", "aws_lambda_event_source_mapping", "aws_cloudwatch_log_group", "aws_iam_role",
        "aws_iam_role_policy", "archive_file",
    ),
    parameters=(
        Parameter("runtime", "choice", ("runtime", "language", "written in", "entorno de ejecucion", "lenguaje", "in"),
                  choices=RUNTIMES, argument="runtime", default="python3.13"),
        Parameter("handler", "text", ("handler", "entry point", "manejador", "controlador"), argument="handler"),
        Parameter("memory", "size", ("memory", "memory size", "ram", "memoria"), unit="MiB", argument="memory_size",
                  default=256),
        Parameter("timeout", "duration", ("timeout", "time out", "time limit", "tiempo de espera", "tiempo limite"),
                  unit="seconds", argument="timeout", default=30),
        Parameter("storage", "size", ("ephemeral storage", "temporary storage", "tmp space", "almacenamiento temporal"),
                  unit="MiB"),
        Parameter("concurrency", "count", ("reserved concurrency", "concurrency", "concurrent execution",
                                           "concurrencia"),
                  argument="reserved_concurrent_executions"),
        Parameter("architecture", "choice", ("architecture", "arquitectura"), default="arm64",
                  choices={"arm64": "arm64", "arm": "arm64", "graviton": "arm64", "x86_64": "x86_64", "x86": "x86_64"}),
        Parameter("batch_size", "count", ("batch size", "batch", "lote", "tamano de lote")),
        Parameter("description", "text", ("description", "descripcion"), argument="description"),
        Parameter("filename", "text", ("filename", "zip file", "archivo zip", "package file"), argument="filename"),
        Parameter("in_vpc", "flag", ("in the vpc", "inside the vpc", "in a vpc", "en la vpc", "dentro de la vpc")),
    ),
    shape="compute",
    summary="A function with its own role, encrypted logs, tracing and a queue for what failed.",
)  # fmt: skip
