"""Questions about the whole request that several services ask."""

from typing import Any

from app.domain.request import Component
from app.knowledge.catalogue.base import End, Site

REGULATED = ("hipaa", "pci", "soc2", "gdpr", "cis")
"""Frameworks that want access logs and longer retention."""


def asked(site: Site, kind: str) -> bool:
    """Whether the request names a provider type (``aws_s3_bucket_cors_configuration``)."""
    return any(component.kind == kind for component in site.request.components)


def of_service(site: Site, service: str, primary: str) -> tuple[Component, ...]:
    """The components of a service, by its id or by its primary type."""
    return tuple(component for component in site.request.components if component.kind in {service, primary})


def partner(site: Site, kind: str, *services: str) -> End | None:
    """What a named linking type (``aws_cloudwatch_event_target``) links to when no relation says it: the first
    component of the first of these services that is there; None where the type is not named."""
    if not asked(site, kind):
        return None
    return next((end for service in services for end in site.of_kind(service)), None)


def regulated(site: Site) -> bool:
    """Whether the request names a compliance framework."""
    return any(name in REGULATED for name in site.request.constraints.frameworks)


def highly_available(site: Site) -> bool:
    """Whether one failed zone must not stop the service."""
    return site.request.constraints.availability != "" or site.production


def deletion_protection(site: Site, component: Component) -> Any:
    """The stated wish, else on until an operator turns it off."""
    if site.stated(component, "deletion_protection"):
        return bool(site.setting(component, "deletion_protection"))
    return site.variable(
        "deletion_protection",
        "bool",
        "Whether data stores are protected against deletion.",
        by_environment={"dev": True, "prod": True},
    )
