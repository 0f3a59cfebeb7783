"""Places outside the stack that planned resources name: web pages, hosts, mailboxes, telephones, addresses, accounts,
images, buckets and other things of somebody else's.

Data could leave to them, or someone come in from them, without anything being open to the whole internet. So each must
stand in the user's words, or in what the draft plans already.
"""

import base64
import ipaddress
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.proof import Proof
from app.reasoning.tasks.proof_told import Built, built

HOST = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,15}:|(?<![\w:/]))//(?:[^/\s\"'@]{0,100}@)?([A-Za-z0-9.-]{1,253})", re.IGNORECASE
)
BARE = re.compile(r"((?:[a-z0-9_][a-z0-9_-]{0,62}\.){1,10}[a-z]{2,24})\.?(?::\d+)?(?:/\S*)?", re.IGNORECASE)
"""A host that is a whole value."""
LONGEST = 300
NO_HOST = re.compile(
    r"handler|_class(?:es)?$|types?$|family|version|^(?:target_)?key$|suffix|prefix|file|^source_|path|_object$|document$"
    r"|pattern|filter|field|attribute|metric|namespace|^sid$|action|event|^runtime|variable$|^service|^name$"
)
"""Arguments whose values only look like a host."""
STATES = re.compile(r"States\.\w+")
MAILBOX = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")
TELEPHONE = re.compile(r"\+\d[\d -]{6,18}\d")
NETWORK = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?:/\d{1,3})?(?![\w.:])"
)
BUCKET = re.compile(r"\barn:[\w-]+:s3:::([a-z0-9][a-z0-9.-]{1,62})")
ACCOUNT = re.compile(r"(?:\barn:[\w-]+:[\w-]*:[\w-]*:|^)(\d{12})(?=:|\.dkr\.|/|$)")
THING = re.compile(r"\b(?:ami|snap|vol|vpc|subnet|sg|pl|vpce|vpce-svc|tgw|pcx|cgw|vgw|eni)-[0-9a-f]{8,17}\b")
"""What AWS calls by number: an image, a snapshot, a network."""
IMAGE = re.compile(r"image(?:_?uri|_identifier)?", re.IGNORECASE)
PLAIN_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{2,62}")
OWN = re.compile(
    r"(?:^|\.)(?:amazonaws\.com(?:\.cn)?|aws\.amazon\.com|api\.aws|w3\.org|json-schema\.org)$", re.IGNORECASE
)
"""Hosts of AWS itself, and names of formats that look like addresses."""
OURS = re.compile(
    r"aws_(?:iam_role|kms_key|sqs_queue|sns_topic|lambda_function|cloudwatch_log_group|ssm_parameter|vpc)\."
)
"""Types whose ``arn`` is always their own."""
DEEPEST = 6
"""Texts in texts that are opened."""


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A text, the name it stands under, and the argument of the provider's that it is in."""

    name: str
    argument: str
    text: str


def strange_places(proof: Proof, floor: Proof, said: str) -> tuple[str, ...]:
    """What new or different resources name and neither ``said``, the user's words, nor the floor's plan does."""
    before, now = built(floor), built(proof)
    had, has = _given(floor), _given(proof)
    known = "\n".join((said, _texts(before), *had)).casefold()
    changed = [text for address, texts in now.items() if texts != before.get(address) for text in texts]
    changed += [text for text in has if text not in had]
    own = frozenset(_own(now))
    found = {place.casefold() for text in changed for place in _places(json.loads(text)[1], own)}
    return tuple(f"it names {place}, which the request does not" for place in sorted(found) if not _has(known, place))


def _texts(planned: Built) -> str:
    return "\n".join(text for texts in planned.values() for text in texts).replace('\\"', '"').replace("\\n", "\n")


def _given(proof: Proof) -> dict[str, None]:
    """What a plan was given, also where it is sensitive, in the form of what is built."""
    changes = (change for result in proof.results for change in result.plan.resource_changes)
    given = ((str(one.get("address")), (one.get("change") or {}).get("after") or {}) for one in changes)
    return dict.fromkeys(json.dumps([address, after, {}], sort_keys=True, default=str) for address, after in given)


def _own(planned: Built) -> Iterator[str]:
    """The account of what is planned, and its buckets."""
    for address, values, _ in (json.loads(text) for texts in planned.values() for text in texts):
        if address.startswith("aws_s3_bucket."):
            yield str(values.get("bucket"))
        if OURS.match(address):
            yield from ACCOUNT.findall(str(values.get("arn")))


def _has(known: str, place: str) -> bool:
    """Whether it stands there as a whole, not as a part of another name."""
    return re.search(rf"(?<![\w.-]){re.escape(place)}(?![\w-]|\.\w)", known) is not None


def _places(values: Mapping[str, Any], own: frozenset[str]) -> Iterator[str]:
    for leaf in (one for name, value in values.items() for one in _leaves(name, name, value, 0)):
        text = leaf.text
        yield from (host for host in HOST.findall(text) if not OWN.search(host))
        yield from MAILBOX.findall(text)
        yield from (network for network in NETWORK.findall(text) if _is_outside(network))
        yield from (one for kind in (BUCKET, ACCOUNT, THING) for one in kind.findall(text) if one not in own)
        yield from _whole(leaf, own)


def _whole(leaf: _Leaf, own: frozenset[str]) -> Iterator[str]:
    """The text itself, where it is a place as a whole."""
    text = leaf.text
    image = IMAGE.fullmatch(leaf.name) and not ACCOUNT.match(text)
    named = "bucket" in leaf.argument and "prefix" not in leaf.name and PLAIN_BUCKET.fullmatch(text)
    if image or TELEPHONE.fullmatch(text) or (named and text not in own):
        yield text
    elif (host := _bare(leaf)) and not OWN.search(host):
        yield host


def _bare(leaf: _Leaf) -> str:
    found = BARE.fullmatch(leaf.text) if len(leaf.text) <= LONGEST else None
    return found[1] if found and not NO_HOST.search(leaf.argument) and not STATES.fullmatch(leaf.text) else ""


def _leaves(name: str, argument: str, value: Any, depth: int) -> Iterator[_Leaf]:
    """Every text; what is JSON or base64 is opened. Keys of a map are whatever its writer liked."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(str(key), argument, inner, depth)
    elif isinstance(value, list):
        for inner in value:
            if isinstance(inner, Mapping) and not depth:
                for key, body in inner.items():
                    yield from _leaves(str(key), str(key), body, depth)
            else:
                yield from _leaves(name, argument, inner, depth)
    elif isinstance(value, str) and value:
        yield _Leaf(name, argument, value)
        if depth < DEEPEST:
            yield from _leaves(name, argument, _opened(value), depth + 1)


def _opened(text: str) -> Any:
    """What a text holds as JSON or base64; None where it is neither."""
    if text.lstrip()[:1] in {"{", "["}:
        try:
            return json.loads(text)
        except ValueError:
            return None
    try:
        return base64.b64decode(text, validate=True).decode()
    except ValueError:
        return None


def _is_outside(network: str) -> bool:
    """Whether it is somebody's on the internet: all of the internet is judged as an opening, private ones are ours."""
    try:
        found = ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False
    return found.prefixlen > 0 and not found.is_private and not found.is_multicast
