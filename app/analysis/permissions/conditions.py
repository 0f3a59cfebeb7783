"""What the conditions of a statement narrow: who may use it, or what it may be used on.

Of who, only conditions count that an outsider cannot meet: an account, a network, an organisation. Anyone may give a
principal of its own any tag, name or external id.
"""

import ipaddress
import re
from collections.abc import Iterable, Iterator

from app.analysis.permissions.document import Statement, is_told, plain_wildcards
from app.knowledge.permissions import matches, named

POSITIVE = re.compile(
    r"(?:ForAnyValue:)?(?:StringEquals|StringLike|StringEqualsIgnoreCase|ArnEquals|ArnLike|IpAddress|Bool)",
    re.IGNORECASE,
)
"""Operators that ask for one of the values, and for the key to be there."""
EXCEPT = re.compile(
    r"(?:ForAllValues:)?(?:StringNot(?:Equals(?:IgnoreCase)?|Like)|ArnNot(?:Equals|Like)|NotIpAddress)(?:IfExists)?",
    re.IGNORECASE,
)
"""Operators of a Deny that spares only those who have one of the values; ``ForAnyValue:`` spares those without any."""
NEGATIVE = re.compile(r"Null|(?:For\w+:)?(?:\w+Not\w+|NotIpAddress)|ForAllValues:.*", re.IGNORECASE)
"""Operators that a missing key meets."""
ACCOUNTS = frozenset(
    {
        "aws:principalaccount", "aws:sourceaccount", "aws:sourceowner", "aws:vpceaccount", "kms:calleraccount",
        "s3:dataaccesspointaccount",
    }
)  # fmt: skip
ARNS = frozenset({"aws:principalarn", "aws:sourcearn", "aws:sourcevpcarn", "s3:dataaccesspointarn"})
NETWORKS = frozenset({"aws:sourcevpc", "aws:sourcevpce"})
ORGANISATIONS = frozenset(
    {
        "aws:principalorgid", "aws:principalorgpaths", "aws:sourceorgid", "aws:sourceorgpaths", "aws:vpceorgid",
        "aws:vpceorgpaths",
    }
)  # fmt: skip
SOURCES = frozenset(
    {
        "aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceowner",
        "aws:principalorgid",
    }
)  # fmt: skip
"""Keys that tell on whose behalf a service asks."""
ADDRESS = "aws:sourceip"
BOUNDS = ACCOUNTS | ARNS | NETWORKS | ORGANISATIONS | {ADDRESS}
MOUNTED = "elasticfilesystem:accessedviamounttarget"
SERVICE = "aws:principalisawsservice"
OURS = frozenset({"${aws:ResourceAccount}", "${aws:ResourceOrgID}", "${aws:ResourceOrgPaths}"})
"""Variables that stand for the account, or the organisation, of the resource itself."""
WHERE = frozenset({"aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths", "aws:viaawsservice"})
"""Keys that leave every resource of the account."""
WIDEST_NETWORK = {4: 7, 6: 15}
"""IP version → the longest prefix of a network that is too wide to be anyone's own."""


def limits_principal(statement: Statement) -> bool:
    """Whether the conditions bound who may use the statement: to accounts, networks or an organisation."""
    return any(_bounding(statement))


def fenced(statement: Statement, statements: Iterable[Statement]) -> bool:
    """Whether a Deny for everyone outside an organisation, network or account covers all that ``statement`` allows."""
    return any(_fences(deny, statement) for deny in statements)


def outsiders(statement: Statement, statements: Iterable[Statement], own: frozenset[str]) -> tuple[str, ...]:
    """The accounts and organisations to which conditions and fences bound ``statement`` and that are not ``own``; none
    where some bound leaves only what is here, or nothing bounds.
    """
    found = [_foreign([pair], own) for pair in _bounding(statement)]
    fences = [deny for deny in statements if _fences(deny, statement)]
    found += [_foreign(((key, values) for _, key, values in deny.keys), own) for deny in fences]
    return min(found, key=len, default=())


def narrows_resources(statement: Statement) -> bool:
    """Whether a condition bounds what the statement may be used on (tags, a calling service, a namespace, …).

    One that a missing key meets, or any value, does not; and for every action at once, one must ask for the key.
    """
    return any(
        key not in named("weak_keys")
        and not _unset_is_fine(operator, values)
        and not (values and all(map(_is_any, values)))
        and not (_allows_all(statement) and not (POSITIVE.fullmatch(operator) and _says_on_what(key)))
        for operator, key, values in statement.keys
    )


def passed_to(statement: Statement) -> tuple[str, ...]:
    """The services that ``iam:PassedToService`` names; empty where the condition is not there."""
    return tuple(
        v
        for operator, key, values in statement.keys
        for v in values
        if key == "iam:passedtoservice" and POSITIVE.fullmatch(operator)
    )


def names_source(statement: Statement) -> bool:
    """Whether a service may use the statement only on behalf of accounts that are named."""
    return any(
        key in SOURCES and POSITIVE.fullmatch(operator.removesuffix("IfExists")) and _bounds(key, values)
        for operator, key, values in statement.keys
    )


def _bounding(statement: Statement) -> Iterator[tuple[str, tuple[str, ...]]]:
    for operator, key, values in statement.keys:
        if POSITIVE.fullmatch(operator) and _bounds(key, values):
            yield key, values


def _bounds(key: str, values: tuple[str, ...]) -> bool:
    """Whether every value of the key keeps strangers out."""
    return bool(values) and all(_closed(key, value) for value in values)


def _closed(key: str, value: str) -> bool:
    if key == MOUNTED:
        return value.lower() == "true"
    if key not in BOUNDS:
        return False
    if not is_told(value) or value in OURS:
        return True
    if key == ADDRESS:
        return _is_network(value)
    return "{" not in value and not re.search(r"[*?]", _whose(key, value))  # "{": a variable that the caller fills


def _whose(key: str, value: str) -> str:
    """The part of a value that tells whose it is: of an ARN the account, or a bucket's name."""
    if key in ORGANISATIONS:
        return value.partition("/")[0]
    parts = value.split(":", 5)
    if key not in ARNS or len(parts) < 6:
        return value
    if key == "aws:principalarn":
        return ":".join(parts[:5])  # a path may hold what looks like an account
    return parts[5].partition("/")[0] if parts[2] == "s3" else parts[4] or parts[5]


def _is_network(value: str) -> bool:
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        return False
    return network.prefixlen > WIDEST_NETWORK[network.version]


def _foreign(pairs: Iterable[tuple[str, tuple[str, ...]]], own: frozenset[str]) -> tuple[str, ...]:
    """Those of the values that are somebody else's account or organisation."""
    found = []
    for key, values in pairs:
        for value in values:
            if is_told(value) and value not in OURS:
                name = _whose(key, value).rpartition(":")[2]
                if key in ORGANISATIONS or (key in ACCOUNTS | ARNS and re.fullmatch(r"\d{12}", name)):
                    found.append(name)
    return tuple(dict.fromkeys(one for one in found if one not in own))


def _fences(deny: Statement, statement: Statement) -> bool:
    """Whether a Deny stops everyone but some: of all that ``statement`` allows, and by conditions all understood."""
    keys = list(deny.keys)
    return (
        not deny.allows
        and bool(keys)
        and "*" in deny.principals.get("AWS", ())
        and all(_spares_few(*one) for one in keys)
        and _all_of(statement.actions or ("*",), deny.actions)
        and _all_of(statement.resources, deny.resources)
    )


def _spares_few(operator: str, key: str, values: tuple[str, ...]) -> bool:
    if key == SERVICE:
        return operator.lower() in {"bool", "boolifexists"} and {value.lower() for value in values} == {"false"}
    return EXCEPT.fullmatch(operator) is not None and key != MOUNTED and _bounds(key, values)


def _all_of(wanted: Iterable[str], patterns: Iterable[str]) -> bool:
    """Whether each of ``wanted``, patterns themselves, is covered by one of ``patterns``."""
    listed = [one for one in patterns if "?" not in one]
    return all(any(matches(one, each) for one in listed) for each in wanted)


def _unset_is_fine(operator: str, values: Iterable[str]) -> bool:
    """Whether a resource without the key meets the condition."""
    if operator.lower() == "null":
        return any(value.lower() == "true" for value in values)
    return NEGATIVE.fullmatch(operator) is not None


def _is_any(value: str) -> bool:
    return plain_wildcards(value).strip("*:/") in {"", "arn"}


def _allows_all(statement: Statement) -> bool:
    return bool(statement.not_actions) or any(not one.strip("*:") for one in statement.actions)


def _says_on_what(key: str) -> bool:
    """Whether a key speaks of the resource: not of who asks, nor of the whole account."""
    return key not in WHERE | named("principal_keys") and not key.startswith("aws:principal")
