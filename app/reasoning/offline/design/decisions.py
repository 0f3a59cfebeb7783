"""Decisions that follow from the request as a whole, each with what else was weighed."""

from collections.abc import Mapping

from app.domain.architecture import Alternative, Decision
from app.domain.repo import Conventions
from app.domain.request import Request
from app.reasoning.offline.build.built import Built
from app.reasoning.offline.build.logs import BY_FRAMEWORK, USUAL, retention
from app.reasoning.offline.build.scaffold import home_region


def decisions(request: Request, conventions: Conventions, built: Built, titles: Mapping[str, str]) -> list[Decision]:
    """Region, environments, implied components, exclusive access, encryption and log retention, in this order."""
    return [
        _region(request, conventions),
        _environments(built),
        *_implied(built, titles),
        *_exclusive(built),
        *_encryption(built),
        *_retention(request, built),
    ]


def _region(request: Request, conventions: Conventions) -> Decision:
    region = home_region(request, conventions)
    if request.constraints.region:
        why = "The request names it."
    elif conventions.region:
        why = "The repository's other stacks are there."
    elif "gdpr" in request.constraints.frameworks:
        why = "The request names the GDPR and no region; personal data stays in the European Union."
    else:
        why = "Nothing was said; it has every service, the lowest prices, and CloudFront's certificates must be there."
    return Decision(
        "Region",
        region,
        why,
        (Alternative("Several regions", "A second region doubles cost and operation; nothing asks for it."),)
        if not request.constraints.regions[1:]
        else (),
    )


def _environments(built: Built) -> Decision:
    variable = next(one for one in built.resources.variables if one.name == "environment")
    names = ", ".join(variable.by_environment)
    return Decision(
        "Environments",
        f"One stack with a file of values for each of: {names}; the defaults are those of {variable.default}.",
        "What is tested is the code that goes to production; only the values differ.",
        (
            Alternative("A directory per environment", "The copies drift apart, and a review must compare them."),
            Alternative("Workspaces", "The state in use cannot be seen in the code, so mistakes hit the wrong one."),
        ),
    )


def _implied(built: Built, titles: Mapping[str, str]) -> list[Decision]:
    result = []
    labels = {component.id: component.label for component in built.components}
    for component in built.components:
        if not component.implied:
            continue
        title = titles[component.id]
        by = built.needed_by.get(component.id, "")
        needer = f"{titles[by]} ({labels[by]}) needs it" if by in titles else "Another component needs it"
        result.append(Decision(f"{title} ({component.label}) added", title, f"{needer}.", (), component.id))
    return result


def _exclusive(built: Built) -> list[Decision]:
    labels = {component.id: component.label for component in built.components}
    result = []
    for relation in built.relations:
        source, target = labels.get(relation.source, ""), labels.get(relation.target, "")
        if not relation.exclusive or not source or not target:
            continue
        by_network = relation.target in built.placed
        choice = (
            f"The security group of {target} admits {source} and nothing else."
            if by_network
            else f"The policies name {source} as the only one that may reach {target}."
        )
        why = f'The request says so: "{relation.text}".' if relation.text else "The request says so."
        result.append(Decision(f"Only {source} reaches {target}", choice, why, (), relation.target))
    return result


def _encryption(built: Built) -> list[Decision]:
    if not any(resource.type == "aws_kms_key" for resource in built.resources.resources):
        return []
    return [
        Decision(
            "Encryption keys",
            "One customer-managed KMS key for the stack, rotated every year.",
            "Its use is logged and can be withdrawn, and its policy names the services that may use it.",
            (
                Alternative("Keys that AWS manages", "Their policy cannot be changed, nor access withdrawn."),
                Alternative(
                    "A key per component", "Each costs 1 USD a month; the stack has one owner and one purpose."
                ),
            ),
        )
    ]


def _retention(request: Request, built: Built) -> list[Decision]:
    """How long logs are kept, where a framework asks for more than the usual year."""
    asking = [name for name in request.constraints.frameworks if BY_FRAMEWORK.get(name, 0) > USUAL]
    if not asking or not any(one.type == "aws_cloudwatch_log_group" for one in built.resources.resources):
        return []
    names = ", ".join(name.upper() for name in asking)
    return [
        Decision(
            "Log retention",
            f"{retention(request)} days in production",
            f"{names} asks for records to be kept that long.",
            (Alternative(f"{USUAL} days", "It is the usual year, and cheaper, but shorter than the framework asks."),),
        )
    ]
