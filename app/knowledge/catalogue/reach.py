"""What stands behind an entry (a balancer, an API) when the request does not spell it out."""

from collections.abc import Sequence

from app.domain.request import Component
from app.knowledge.catalogue.base import End, Site
from app.knowledge.catalogue.kinds import kind_of

LEADS_TO = ("fronts", "attached", "uses", "sends", "triggers", "writes")
"""Relations by which a request says what an entry leads to."""

STARTERS = {"sqs", "kinesis", "eventbridge", "sns", "s3", "dynamodb", "step_functions"}
"""What starts programs that answer no requests: workers and jobs."""


def fronted(component: Component, site: Site) -> bool:
    """Whether a relation of the request leads requests to the component."""
    entries = {"alb", "nlb", "api_http", "api_rest", "cloudfront"}
    if site.related(component, "fronts", incoming=True):
        return True
    others = (
        *site.related(component, "fronts"),
        *site.related(component, "attached"),
        *site.related(component, "attached", incoming=True),
    )
    return any(kind_of(other) in entries for other in others)


def _is_worker(component: Component, site: Site) -> bool:
    started = {kind_of(other) for other in site.related(component, "triggers", incoming=True)}
    return bool(started & STARTERS) or any(kind_of(other) == "sqs" for other in site.related(component, "reads"))


def silent_step(component: Component, site: Site) -> bool:
    """Whether a program must be a step of the request's only state machine: nothing else starts or reaches it."""
    machines = [one for one in site.request.components if kind_of(one) == "step_functions"]
    started = any(
        site.related(component, kind, incoming=True) for kind in ("triggers", "fronts", "uses", "sends", "attached")
    )
    return len(machines) == 1 and not started and not fronted(component, site) and not _is_worker(component, site)


def silent_target(entry: Component, site: Site, kinds: Sequence[str]) -> End | None:
    """The one program that must be meant: nothing is said of the entry's targets, and only one could be it.

    ``kinds`` are the services the entry can lead to, the likeliest first.
    """
    for kind in LEADS_TO:
        for direction in (False, True):
            if any(kind_of(other) in kinds for other in site.related(entry, kind, incoming=direction)):
                return None
    for kind in kinds:
        present = [
            one for one in site.request.components if kind_of(one) == kind and site.setting(one, "purpose") != "logs"
        ]
        free = [one for one in present if not fronted(one, site) and not _is_worker(one, site)]
        if len(present) == 1 and free:
            return site.require(kind)
    return None
