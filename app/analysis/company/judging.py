"""Judges planned resources by rules written in YAML.

Three outcomes: a condition holds, does not hold, or cannot be told because the value is known only after apply.
Attributes are dotted paths; a path goes through every element of a list on its way, and a condition holds when every
value that it finds fits. Where there is no value, ``not``, ``not_in`` and ``exists: false`` hold and nothing else does.
``matches`` takes a glob, whose cost is linear, and no regular expression, whose is not.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from app.domain.company import CompanyRule, Condition
from app.domain.finding import Finding, Severity
from app.domain.planned import Planned, PlannedResource

SOURCE = "policy"
ERROR = "AGT_POLICY_ERROR"
UNKNOWN = "AGT_POLICY_UNKNOWN"
SECONDS = 20.0
"""For all rules on one stack; a thousand resources and fifty rules of three conditions take about three."""
OWN = frozenset({"address", "type", "name", "module", "provider", "region"})
"""What is said of a resource itself, as ``resource.region``."""


def judge_rules(planned: Planned, rules: Sequence[CompanyRule]) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Findings, and the rules that looked at something and were content; what takes too long fails closed."""
    deadline = time.monotonic() + SECONDS
    findings: list[Finding] = []
    passed: list[str] = []
    for rule in rules:
        concerned = [one for one in planned if one.mode == "managed" and _concerns(rule, one)]
        found: list[Finding] = []
        for resource in concerned:
            if time.monotonic() > deadline:
                found.append(_too_slow(planned.stack, rule))
                break
            found += _judge(planned.stack, rule, resource)
        findings += found
        if concerned and not found:
            passed.append(rule.id)
    return tuple(findings), tuple(passed)


def _concerns(rule: CompanyRule, resource: PlannedResource) -> bool:
    return any(fnmatchcase(resource.type, glob) for glob in rule.types)


def _judge(stack: str, rule: CompanyRule, resource: PlannedResource) -> Iterator[Finding]:
    applies = _every(rule.when, resource)
    fulfilled = _every(rule.require, resource) if rule.require else False
    if applies is False or fulfilled:
        return
    if applies and fulfilled is False:
        said = rule.message.replace("{address}", resource.address) or _asked(rule)
        detail = " ".join(filter(None, (said, rule.mend)))
        yield _finding(rule.id, rule.severity, rule.title, detail, stack, resource, rule)
    else:
        title = f"{rule.title}: cannot be told before the apply"
        detail = f"{rule.id} asks for a value that is known only after apply."
        yield _finding(UNKNOWN, Severity.INFO, title, detail, stack, resource, rule)


def _asked(rule: CompanyRule) -> str:
    """What a rule without a message asks for, in words."""
    which = f" where {_words(rule.when, 'and')}" if rule.when else ""
    asked = f"needs {_words(rule.require, 'and')}" if rule.require else "is not allowed"
    return f"{', '.join(rule.types)}{which} {asked} ({rule.path} line {rule.line})."


def _words(conditions: Sequence[Condition], joint: str) -> str:
    return f" {joint} ".join(
        f"({_words(one.conditions, 'and' if one.test == 'all' else 'or')})"
        if one.conditions
        else f"{one.attribute} {one.test.replace('_', ' ')} {_expected(one.expected)}"
        for one in conditions
    )


def _expected(expected: Any) -> str:
    if isinstance(expected, tuple):
        return ", ".join(map(_expected, expected))
    return str(expected).lower() if isinstance(expected, bool) else "null" if expected is None else str(expected)


def _finding(
    name: str, severity: Severity, title: str, detail: str, stack: str, resource: PlannedResource, rule: CompanyRule
) -> Finding:
    controls = rule.controls if name == rule.id else {}
    return Finding(name, severity, title, stack, SOURCE, resource=resource.address, detail=detail, controls=controls)


def _too_slow(stack: str, rule: CompanyRule) -> Finding:
    title = f"Policy {rule.id} could not be judged: all rules together took more than {SECONDS:g} seconds"
    detail = f"Nobody knows whether {rule.path} line {rule.line} holds, so it counts as broken. Write fewer conditions."
    return Finding(ERROR, Severity.HIGH, title, stack, SOURCE, detail=detail)


def _every(conditions: Sequence[Condition], resource: PlannedResource) -> bool | None:
    """Whether all hold; None where that hangs on what nobody knows."""
    outcomes = [_holds(one, resource) for one in conditions]
    if False in outcomes:
        return False
    return None if None in outcomes else True


def _holds(condition: Condition, resource: PlannedResource) -> bool | None:
    if condition.test == "all":
        return _every(condition.conditions, resource)
    if condition.test == "any":
        outcomes = [_holds(one, resource) for one in condition.conditions]
        return True if True in outcomes else None if None in outcomes else False
    if _is_unknown(resource, condition.attribute):
        return None
    values = list(_values(resource, condition.attribute))
    return _fit(condition.test, values, condition.expected)


def _fit(test: str, values: Sequence[Any], expected: Any) -> bool:
    """Whether all the values of an attribute fit; null stands for no value."""
    if test == "exists":
        return bool(values) is expected
    if expected is None:
        return bool(values) is (test == "not")
    if not values:
        return test in {"not", "not_in"}
    return all(_fits(test, value, expected) for value in values)


def _fits(test: str, value: Any, expected: Any) -> bool:
    if test in {"min", "max"}:
        number = _number(value)
        return number is not None and (number >= expected if test == "min" else number <= expected)
    if test == "matches":
        return fnmatchcase(str(value), expected)
    if test in {"in", "not_in"}:
        return any(_same(value, one) for one in expected) is (test == "in")
    return _same(value, expected) is (test == "equals")


def _same(value: Any, expected: Any) -> bool:
    """Terraform keeps some numbers and truths as text; they are the same to whoever writes a rule."""
    if isinstance(value, bool) or isinstance(expected, bool):
        return str(value).lower() == str(expected).lower()
    if isinstance(value, str) and isinstance(expected, int | float):
        return _number(value) == expected
    return bool(value == expected or (isinstance(expected, str) and str(value) == expected))


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _values(resource: PlannedResource, path: str) -> Iterator[Any]:
    head, _, rest = path.partition(".")
    if head == "resource" and rest in OWN:
        value = getattr(resource, rest)
        if value:
            yield value
    elif head in {"tags", "labels"} and rest:
        if rest in resource.tags:
            yield resource.tags[rest]
    else:
        yield from _found(resource.values, path)


def _found(node: Any, path: str) -> Iterator[Any]:
    """What stands at a dotted path, through every element of lists; empty blocks, texts and nulls are nothing."""
    if isinstance(node, list):
        head, _, rest = path.partition(".")
        if head.isdigit():
            yield from _found(node[int(head)], rest) if int(head) < len(node) else ()
        else:
            for item in node:
                yield from _found(item, path)
    elif path:
        if isinstance(node, Mapping):
            head, _, rest = path.partition(".")
            yield from _found(node.get(head), rest)
    elif node not in (None, "", {}):
        yield node


def _is_unknown(resource: PlannedResource, path: str) -> bool:
    """Whether the value, or something on the way to it, is known only after apply and was not settled since."""
    if next(_values(resource, path), None) is not None:
        return False
    head, _, rest = path.partition(".")
    if head in {"tags", "labels"}:
        return any(_marked(resource.unknown.get(name), rest) for name in (head, f"{head}_all"))
    return head != "resource" and _marked(resource.unknown, path)


def _marked(node: Any, path: str) -> bool:
    if node is True:
        return True
    if isinstance(node, list):
        return any(_marked(item, path) for item in node)
    head, _, rest = path.partition(".")
    return isinstance(node, Mapping) and bool(head) and _marked(node.get(head), rest)
