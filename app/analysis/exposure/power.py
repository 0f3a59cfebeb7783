"""What the internet reaches and what that may do: a way in whose program holds an administrator's role."""

import re
from collections.abc import Iterator, Mapping, Sequence

from app.analysis.base import Observations
from app.analysis.permissions.escalation import methods_of
from app.analysis.permissions.identity import is_admin
from app.analysis.permissions.principals import principals
from app.domain.exposure import EntryPoint
from app.domain.planned import Planned, PlannedResource

RULE = "AGT_NET_POWERFUL_ENTRY"
ROLES: Mapping[str, tuple[str, ...]] = {
    "aws_lambda_function": ("role",),
    "aws_ecs_service": ("task_definition", "task_role_arn"),
    "aws_instance": ("iam_instance_profile", "role"),
    "aws_autoscaling_group": ("launch_template.id", "iam_instance_profile.name", "role"),
    "aws_apprunner_service": ("instance_configuration.instance_role_arn",),
}
"""Type → the attributes that lead to the role of the program in it, one after the other."""
_KEY = r"""\[(?:\d+|"(?:[^"\\]|\\.)*")\]"""
_HOP = re.compile(rf"((?:module\.[\w-]+(?:{_KEY})?\.)*[a-z0-9_]+\.[\w-]+(?:{_KEY})?)")


def observe(planned: Planned, entries: Sequence[EntryPoint], seen: Observations) -> None:
    """Every way in that ends at a program with a role of this stack."""
    strong = {one.resource.address: "can do everything in the account" for one in principals(planned) if is_admin(one)}
    for one in principals(planned):
        if one.resource.address not in strong and methods_of(one):
            strong[one.resource.address] = "can gain more permissions than it was given"
    for entry in entries:
        for program in _programs(planned, entry):
            for role in _roles(planned, program):
                seen.looked(RULE)
                if role.address in strong:
                    title = f"Reachable from the internet with {role.address}, which {strong[role.address]}"
                    seen.object(RULE, program.address, title, f"Path: {entry.route} → {role.address}.")


def _programs(planned: Planned, entry: EntryPoint) -> Iterator[PlannedResource]:
    """The programs on the way: what is named in the route and has a role."""
    for address in dict.fromkeys(_HOP.findall(entry.route)):
        resource = planned.get(address)
        if resource and resource.type in ROLES:
            yield resource


def _roles(planned: Planned, program: PlannedResource) -> list[PlannedResource]:
    found = [program]
    for path in ROLES[program.type]:
        found = [one for each in found for one in planned.referred(each, path)]
    return [one for one in found if one.type == "aws_iam_role"]
