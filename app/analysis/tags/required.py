"""Holds the tags of planned resources against those that policy requires.

Which types take tags comes from the providers' schemas; of a provider without a schema, from what the plan says. Tags
that the provider adds by default count. What is known only after apply is unknown, not missing. AWS and Azure compare
names as they are written; Google's labels are lower case by their rules, so there the case does not count.
"""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache

from app.analysis.checked import Checked
from app.domain.finding import Finding
from app.domain.planned import Planned, PlannedResource
from app.domain.policy import RequiredTag
from app.knowledge.controls.rules import COMPLIANCE_RULES
from app.knowledge.schemas import schema_of

MISSING = "AGT_TAG_MISSING"
VALUE = "AGT_TAG_VALUE"
UNKNOWN = "AGT_TAG_UNKNOWN"
SOURCE = "compliance"
NAMES = ("tags", "labels")
"""Arguments that hold tags: AWS and Azure say tags, Google says labels."""
BLOCKS = {"aws_autoscaling_group": "tag"}
"""Types that take tags as blocks of key and value, and the block's name."""
ALL = ("tags_all", "effective_labels", *NAMES)
"""Where a plan shows tags, those that the provider adds first."""


def check_tags(planned: Planned, required: Sequence[RequiredTag]) -> Checked:
    """One finding for each resource that lacks tags, one for each value that policy does not allow.

    A resource whose tags nobody knows before the apply is told as such, and then no rule counts as passed.
    """
    if not required:
        return Checked()
    taggable = [one for one in planned if one.mode == "managed" and takes_tags(one)]
    findings = tuple(finding for one in taggable for finding in _findings(planned.stack, one, required))
    seen = {finding.rule for finding in findings}
    rules = [MISSING] + [VALUE] * any(tag.values for tag in required)
    content = [rule for rule in rules if rule not in seen] if taggable and UNKNOWN not in seen else []
    return Checked(findings, tuple(content))


def takes_tags(resource: PlannedResource) -> bool:
    """Whether a resource of this type can be tagged by whoever writes the configuration."""
    if schema_of(resource.type) is not None:
        return resource.type in BLOCKS or bool(_argument(resource.type))
    # A list of tags is Google's for its firewall.
    shown = [resource.values[name] for name in NAMES if name in resource.values]
    return any(not isinstance(one, list) for one in shown) or any(name in resource.unknown for name in NAMES)


@cache
def _argument(kind: str) -> str:
    """The argument of a type with a schema that holds tags, or empty."""
    schema = schema_of(kind)
    for name in NAMES:
        attribute = schema.attributes.get(name) if schema else None
        if attribute and attribute.settable and isinstance(attribute.type, list) and attribute.type[0] == "map":
            return name
    return ""


def _tags(resource: PlannedResource) -> Mapping[str, str]:
    if resource.type in BLOCKS:
        blocks = resource.blocks(BLOCKS[resource.type])
        return {str(block.get("key")): str(block.get("value")) for block in blocks}
    found = next((value for name in ALL if isinstance(value := resource.values.get(name), Mapping) and value), {})
    return {str(key): str(value) for key, value in found.items()}


def _unsure(resource: PlannedResource) -> bool:
    """Whether all its tags are known only after apply."""
    names = (BLOCKS[resource.type],) if resource.type in BLOCKS else ALL
    return any(resource.is_unknown(name) for name in names) and not _tags(resource)


def _findings(stack: str, resource: PlannedResource, required: Sequence[RequiredTag]) -> list[Finding]:
    if _unsure(resource):
        return [_finding(UNKNOWN, COMPLIANCE_RULES[UNKNOWN].title, stack, resource)]
    lower = resource.provider == "google"
    tags = {key.lower() if lower else key: value for key, value in _tags(resource).items()}
    missing, wrong = [], []
    for tag in required:
        name = tag.name.lower() if lower else tag.name
        if name not in tags:
            if not _value_unknown(resource, name):
                missing.append(tag.name)
        elif tag.values and not any(fnmatchcase(tags[name], glob) for glob in tag.values):
            wrong.append((tag, tags[name]))
    found = []
    if missing:
        plural = "tags" if len(missing) > 1 else "tag"
        title = f"Required {plural} missing: {', '.join(missing)}"
        found.append(_finding(MISSING, title, stack, resource))
    for tag, value in wrong:
        title = f"Tag {tag.name} has a value that policy does not allow: {_cut(value)}"
        found.append(_finding(VALUE, title, stack, resource, f"Allowed: {', '.join(tag.values)}."))
    return found


def _value_unknown(resource: PlannedResource, name: str) -> bool:
    """Whether the tag is there with a value that only the apply tells."""
    for argument in ALL:
        marks = resource.unknown.get(argument)
        if marks is True or (isinstance(marks, Mapping) and marks.get(name)):
            return True
    return False


def _finding(name: str, title: str, stack: str, resource: PlannedResource, more: str = "") -> Finding:
    rule = COMPLIANCE_RULES[name]
    detail = " ".join(filter(None, (rule.why, rule.mend, more)))
    return Finding(name, rule.severity, title, stack, SOURCE, resource=resource.address, detail=detail)


def _cut(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:59]}…"
