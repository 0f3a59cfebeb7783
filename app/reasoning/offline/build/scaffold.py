"""What every stack has: providers with default tags, the standard variables, the name prefix."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.domain.repo import Conventions
from app.domain.request import Request
from app.domain.resources import Call, Local, Provider, Resource, Template, Validation, Var
from app.reasoning.offline.build.inputs import Inputs
from app.reasoning.offline.build.naming import PROJECT_LIMIT
from app.reasoning.offline.build.regions import Regions

DEFAULT_REGION = "us-east-1"
DEFAULT_IN_THE_UNION = "eu-central-1"
"""Where personal data under the GDPR is kept unless a region is named."""

STANDARD = ("project", "environment", "region", "extra_tags")
"""The variables of every stack, in the order they are shown."""


def home_region(request: Request, conventions: Conventions) -> str:
    """The stack's region: the request's, else the repository's, else us-east-1, or the EU under the GDPR."""
    wished = request.constraints.region or conventions.region
    return wished or (DEFAULT_IN_THE_UNION if "gdpr" in request.constraints.frameworks else DEFAULT_REGION)


def project_name(slug: str) -> str:
    """The name prefix from a request's slug: lower case, starting with a letter, cut between words."""
    words = "".join(c if c.isascii() and c.isalnum() else "-" for c in slug.lower()).strip("-").split("-")
    kept: list[str] = []
    for word in (word for word in words if word):
        if len("-".join([*kept, word])) > PROJECT_LIMIT:
            break
        kept.append(word)
    name = "-".join(kept) or "".join(words)[:PROJECT_LIMIT] or "stack"
    return name if name[0].isalpha() else f"s-{name}"[:PROJECT_LIMIT].rstrip("-")


def declare_standard(inputs: Inputs, request: Request, conventions: Conventions, environments: tuple[str, ...]) -> None:
    """The variables ``project``, ``environment``, ``region`` and ``extra_tags``, the locals ``name`` and ``tags``."""
    inputs.variable(
        "project",
        "string",
        "Short name that every resource's name starts with.",
        project_name(request.slug or request.title),
        validations=(
            Validation(
                f'can(regex("^[a-z][a-z0-9-]{{0,{PROJECT_LIMIT - 2}}}[a-z0-9]$", var.project))',
                f"The project must be 2 to {PROJECT_LIMIT} lower-case letters, digits and hyphens.",
            ),
        ),
    )
    names = ", ".join(f'"{name}"' for name in environments)
    inputs.variable(
        "environment",
        "string",
        "Environment that is deployed.",
        inputs.environment,
        validations=(
            Validation(
                f"contains([{names}], var.environment)", f"The environment must be one of: {', '.join(environments)}."
            ),
        ),
        by_environment={name: name for name in environments},
    )
    inputs.variable(
        "region",
        "string",
        "AWS region of the stack.",
        home_region(request, conventions),
        validations=(
            Validation(
                'can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))', "The region must be one such as eu-west-1."
            ),
        ),
    )
    inputs.variable("extra_tags", "map(string)", "Tags for every resource beside the standard ones.", {})
    separator = conventions.name_separator
    inputs.local("name", Template((Var("project"), separator, Var("environment"))))
    inputs.local("tags", Call("merge", (_tags(request, conventions), Var("extra_tags"))))


def _tags(request: Request, conventions: Conventions) -> Mapping[str, Any]:
    standard: dict[str, Any] = {
        "Project": Var("project"),
        "Environment": Var("environment"),
        "ManagedBy": "terraform",
    }
    given = {**conventions.tags, **request.tags}
    lowered = {name.lower() for name in given}
    return {**{name: value for name, value in standard.items() if name.lower() not in lowered}, **given}


def providers(regions: Regions, resources: Iterable[Resource]) -> tuple[Provider, ...]:
    """The AWS provider and those of its aliases that a resource uses; the other providers need no configuration."""
    used = list(resources)
    aliases = {resource.provider for resource in used if resource.provider}
    result = [Provider("aws", "", {"region": Var("region"), "default_tags": {"tags": Local("tags")}})]
    for alias in sorted(aliases):
        region = regions.aliases.get(alias, alias.replace("_", "-"))
        result.append(Provider("aws", alias, {"region": region, "default_tags": {"tags": Local("tags")}}))
    return tuple(result)
