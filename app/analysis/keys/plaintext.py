"""Secrets handed over in plain text: in variables of functions, containers and builds, in start-up scripts."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.analysis.base import Observations
from app.domain.finding import Severity
from app.domain.planned import Planned, PlannedResource

RULE = "AGT_KEY_PLAIN_SECRET"
BLANK = "(sensitive)"
"""What stands for a value that Terraform marks as sensitive."""
NAMED = re.compile(
    r"(?:^|[_.\-])(?:pass(?:word|wd|phrase)?|pwd|secret|token|credentials?|api[_-]?key|private[_-]?key|"
    r"(?:secret[_-]?)?access[_-]?key|auth[_-]?key|encryption[_-]?key|signing[_-]?key|client[_-]?secret)$",
    re.IGNORECASE,
)
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
SHAPES = re.compile(
    r"AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY-----|gh[pousr]_[A-Za-z0-9]{36}|xox[abprs]-[A-Za-z0-9-]{10,}|"
    r"sk_live_[A-Za-z0-9]{16,}|AIza[0-9A-Za-z_-]{35}|[a-z][a-z0-9+.-]*://[^\s:/@]+:[^\s:/@${}<>]{3,}@"
)
"""Values that are secrets whatever they are called: access keys, private keys, tokens, addresses with a password."""
ASSIGNED = re.compile(r"""(?im)^\s*(?:export\s+|set\s+|\$env:)?([A-Za-z_][\w.-]*)\s*=\s*["']?([^"'\s#]{4,})""")
ELSEWHERE = re.compile(
    r"^(?:arn:|/|\$|\{\{|<|https?://|ssm:|secretsmanager:|vault:|projects/|alias/|true$|false$|null$|none$|\d{1,5}$)",
    re.IGNORECASE,
)
"""Values that say where a secret is, or are none."""
Pairs = Iterator[tuple[str, Any]]


def observe(planned: Planned, seen: Observations) -> None:
    """Everything that hands variables or scripts to a program."""
    for type_, (pairs, what) in SOURCES.items():
        for resource in planned.of_type(type_):
            found = list(pairs(resource))
            if found:
                seen.looked(RULE)
            for name, value in found:
                if severity := _severity(name, value):
                    title = f"{what} {name} holds a secret in plain text"
                    seen.object(RULE, resource.address, title, severity=severity)
    for type_ in SCRIPTS:
        for resource in planned.of_type(type_):
            _script(resource, seen)
    for parameter in planned.of_type("aws_ssm_parameter"):
        seen.looked(RULE)
        name = str(parameter.get("name") or "").rpartition("/")[2]
        if parameter.get("type") == "String" and is_secret_name(name):
            title = f"Parameter {name} is a plain String, not a SecureString"
            seen.object(RULE, parameter.address, title, severity=Severity.HIGH)


def is_secret_name(name: str) -> bool:
    """Whether a variable of that name holds a secret: ``DB_PASSWORD``, ``apiKey``; not ``SECRET_ARN``."""
    return NAMED.search(CAMEL.sub("_", name)) is not None


def _severity(name: str, value: Any) -> Severity | None:
    text = str(value or "")
    if text == BLANK:
        return Severity.HIGH if is_secret_name(name) else None
    if SHAPES.search(text):
        return Severity.CRITICAL
    if is_secret_name(name) and len(text) >= 4 and not ELSEWHERE.match(text):
        return Severity.CRITICAL
    return None


def _script(resource: PlannedResource, seen: Observations) -> None:
    for path in ("user_data", "user_data_base64"):
        text = str(resource.get(path) or "")
        if not text or re.fullmatch(r"[0-9a-f]{40}", text):  # the provider keeps only a digest of some
            continue
        seen.looked(RULE)
        script = _decoded(text)
        names = [
            name for name, value in ASSIGNED.findall(script) if is_secret_name(name) and not ELSEWHERE.match(value)
        ]
        if names or SHAPES.search(script):
            what = f" ({', '.join(dict.fromkeys(names))})" if names else ""
            seen.object(RULE, resource.address, f"The start-up script holds a secret in plain text{what}")


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return text


def _mapping(path: str) -> Callable[[PlannedResource], Pairs]:
    def pairs(resource: PlannedResource) -> Pairs:
        found = resource.get(path)
        if isinstance(found, Mapping):
            yield from ((str(name), value) for name, value in found.items())

    return pairs


def _blocks(path: str, name: str = "name") -> Callable[[PlannedResource], Pairs]:
    def pairs(resource: PlannedResource) -> Pairs:
        for block in resource.blocks(path):
            if block.get("type") in {None, "PLAINTEXT"}:
                yield str(block.get(name)), block.get("value")

    return pairs


def _containers(path: str) -> Callable[[PlannedResource], Pairs]:
    def pairs(resource: PlannedResource) -> Pairs:
        try:
            read = json.loads(str(resource.get(path) or "[]"))
        except ValueError:
            return
        for container in read if isinstance(read, list) else [read]:
            listed = container.get("environment") if isinstance(container, Mapping) else None
            for one in listed if isinstance(listed, list) else ():
                yield str(one.get("name")), one.get("value")

    return pairs


SOURCES: Mapping[str, tuple[Callable[[PlannedResource], Pairs], str]] = {
    "aws_lambda_function": (_mapping("environment.variables"), "Variable"),
    "aws_ecs_task_definition": (_containers("container_definitions"), "Variable"),
    "aws_batch_job_definition": (_containers("container_properties"), "Variable"),
    "aws_codebuild_project": (_blocks("environment.environment_variable"), "Variable"),
    "aws_elastic_beanstalk_environment": (_blocks("setting"), "Setting"),
    "aws_amplify_app": (_mapping("environment_variables"), "Variable"),
    "aws_apprunner_service": (
        _mapping("source_configuration.image_repository.image_configuration.runtime_environment_variables"),
        "Variable",
    ),
    "aws_glue_job": (_mapping("default_arguments"), "Argument"),
    "aws_mwaa_environment": (_mapping("airflow_configuration_options"), "Option"),
}
"""Type → its variables, and what they are called."""
SCRIPTS = ("aws_instance", "aws_launch_template", "aws_launch_configuration", "aws_spot_instance_request")
