"""What the AWS provider already knows when it plans: region, merged tags, the names a certificate is validated for."""

from typing import Any

from app.toolchains.simulator.place import merged_tags
from app.toolchains.simulator.provider import Subject
from app.toolchains.simulator.values import UNKNOWN, Unknown, has_unknown


def plan_every(subject: Subject) -> None:
    """``region`` and ``tags_all``, which every type of the provider has alike."""
    values, attributes = subject.values, subject.block.attributes
    region = attributes.get("region")
    if region is not None and region.optional and isinstance(values.get("region"), Unknown):
        values["region"] = subject.place.region
    if "tags_all" in attributes and "tags" in attributes:
        values["tags_all"] = merged_tags(subject.place, values.get("tags"))


def plan_certificate(subject: Subject) -> None:
    """The validation options of a certificate: their domain names are known before anything is made."""
    values = subject.values
    names = [values.get("domain_name"), *(_listed(values.get("subject_alternative_names")))]
    if any(has_unknown(name) for name in names) or values.get("validation_method") not in {"DNS", "EMAIL"}:
        return
    if subject.prior is not None and not isinstance(values.get("domain_validation_options"), Unknown):
        return
    values["domain_validation_options"] = [_option(name) for name in dict.fromkeys(names) if isinstance(name, str)]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _option(domain: str) -> dict[str, Any]:
    unknown = dict.fromkeys(("resource_record_name", "resource_record_type", "resource_record_value"), UNKNOWN)
    return {"domain_name": domain, **unknown}
