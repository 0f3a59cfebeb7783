"""Places outside the stack that planned resources name: web pages, hosts, mailboxes, telephones, addresses, accounts,
images, buckets and other things of somebody else's.

Data could leave to them, or someone come in from them, without anything being open to the whole internet. So each must
stand in the user's words, or in what the draft plans already.
"""

import base64
import ipaddress
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.domain.comparing import BLANK, DRAWN
from app.domain.planned import block_of
from app.domain.proof import Proof
from app.reasoning.tasks.hosts import BARE, HOST, PRIVATE, is_aws, is_made, words_in
from app.reasoning.tasks.proof_told import Built, built

LONGEST = 300
NO_HOST = re.compile(
    r"handler|_class(?:es)?$|types?$|family|version|^(?:target_)?key$|suffix|prefix|file|^source_|path|_object$|document$"
    r"|pattern|filter|field|attribute|metric|namespace|^sid$|action|event|^runtime|variable$|^service|^name$|^identity_source"
)
"""Arguments whose values only look like a host."""
ABOUT_HOSTS = frozenset({"records", "alias"})
"""Arguments that say where a name leads."""
WRITTEN = re.compile(r"content(?:_base64)?$|html|body|^text|^message")
"""Arguments that hold a page, a letter, a program."""
ZONES = re.compile(r"aws_route53_zone|aws_service_discovery_(?:private|public)_dns_namespace")
"""Types whose name is asked instead of what others run under it."""
HARMLESS = re.compile(
    r"v=spf1 (?:include:amazonses\.com )?[~-]all|10 (?:feedback|inbound)-smtp\.[a-z0-9-]+\.amazon(?:ses|aws)\.com"
    r"|v=dmarc1; ?p=(?:none|quarantine|reject);?"
)
STATES = re.compile(r"States\.\w+")
MAILBOX = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")
TELEPHONE = re.compile(r"\+\d[\d -]{6,18}\d")
NETWORK = re.compile(
    r"(?<![\w.:-])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?:/\d{1,3})?(?![\w.:])"
)
BUCKET = re.compile(r"(?:\barn:[\w-]+:s3:::|//s3[a-z0-9.-]{0,40}\.amazonaws\.com(?:\.cn)?/)([a-z0-9][a-z0-9.-]{1,62})")
ACCOUNT = re.compile(r"(?:\barn:[\w-]+:[\w-]*:[\w-]*:|^|\.amazonaws\.com(?:\.cn)?/|//)(\d{12})(?=:|\.dkr\.|/|$)")
TENANT = re.compile(r"(\d{12})\.dkr\.ecr\..+|([a-z0-9.-]+)\.s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?\.?")
"""Hosts of an account and of a bucket."""
SUBJECT = re.compile(r"\b(?:repo|project_path|organization|repository_owner):([\w.-]+)[/:]")
POOL = re.compile(r"\b[a-z]{2}(?:-[a-z]+)+-\d:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
"""Whose repositories, and whose users, sign in."""
THING = re.compile(r"\b(?:ami|snap|vol|vpc|subnet|sg|pl|vpce|vpce-svc|tgw|pcx|cgw|vgw|eni)-[0-9a-f]{8,17}\b")
"""What AWS calls by number: an image, a snapshot, a network."""
IMAGE = re.compile(r"image(?:_?uri|_identifier)?", re.IGNORECASE)
PLAIN_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{2,62}")
OURS = re.compile(
    r"aws_(?:iam_role|kms_key|sqs_queue|sns_topic|lambda_function|cloudwatch_log_group|ssm_parameter|vpc)\."
)
"""Types whose ``arn`` is always their own."""
NAMES = (
    "id", "name", "identifier", "bucket", "cluster_identifier", "cluster_id", "cluster_name", "replication_group_id",
    "domain", "domain_name", "api_id", "rest_api_id",
)  # fmt: skip
"""Arguments that hosts of a thing are called by."""
OUTPUT = re.compile(r"^output\s[^\n{]{0,200}\{(.*?)^\}", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
EXPRESSION = re.compile(r"[$%]\{[^}]*\}")
HEREDOC = re.compile(r"<<-?(\w+\n.*)", re.DOTALL)
PUBLIC = re.compile(
    r"(?:^|\.)(?:\w{2,3}\.\w{2}|amazonaws\.com(?:\.cn)?|amazon\.com|aws|on\.aws|cloudfront\.net|github\.io|amazonses\.com)$"
)
"""Names under which everybody may have one."""
DEEPEST = 6
"""Texts in texts that are opened."""


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A text, the name it stands under, the argument of the provider's that it is in, and the resource's argument;
    ``computed`` says that only the deployment told what stands there."""

    name: str
    argument: str
    text: str
    top: str
    computed: bool = False


@dataclass(frozen=True, slots=True)
class _Own:
    """What is the stack's own: accounts, buckets and addresses, types with names and ids, what the files say
    themselves, what is known, and the arguments by address that only the deployment tells."""

    things: frozenset[str]
    planned: frozenset[tuple[str, str]]
    files: str
    known: str
    computed: Mapping[str, Collection[str]]


def strange_places(proof: Proof, floor: Proof, said: str) -> tuple[str, ...]:
    """What new or different resources and outputs name and neither ``said``, the user's words, nor the floor's plan
    does."""
    before, now = built(floor), built(proof)
    had, has = _given(floor), _given(proof)
    told_before = "\n".join(_outputs(floor))
    known = " ".join("\n".join((said, _texts(before), *had, told_before)).casefold().split())
    changed = [text for address, texts in now.items() if texts != before.get(address) for text in texts]
    changed += [text for text in has if text not in had]
    own = _own(proof, now, known)
    found = {place.casefold() for text in changed for place in _of_resource(json.loads(text), own)}
    told = [_Leaf("output", "output", text, "output") for text in _outputs(proof) if text not in told_before]
    found |= {place.casefold() for leaf in told for place in _of_leaf(leaf, own)}
    return tuple(f"it names {place}, which the request does not" for place in sorted(found) if not _has(known, place))


def _texts(planned: Built) -> str:
    return "\n".join(text for texts in planned.values() for text in texts).replace('\\"', '"').replace("\\n", "\n")


def _given(proof: Proof) -> dict[str, None]:
    """What a plan was given, also where it is sensitive, in the form of what is built."""
    changes = (change for result in proof.results for change in result.plan.resource_changes)
    given = ((str(one.get("address")), (one.get("change") or {}).get("after") or {}) for one in changes)
    return dict.fromkeys(json.dumps([address, after, {}], sort_keys=True, default=str) for address, after in given)


def _own(proof: Proof, planned: Built, known: str) -> _Own:
    values = [json.loads(text)[:2] for texts in planned.values() for text in texts]
    changes = [change for result in proof.results for change in result.plan.resource_changes]
    unknown = ((str(one.get("address")), (one.get("change") or {}).get("after_unknown") or {}) for one in changes)
    values += [(one.address, one.values) for result in proof.results if result.planned for one in result.planned]
    return _Own(
        frozenset(_things(values)),
        frozenset(_names(values)),
        "\n".join(artifact.content for artifact in proof.artifacts).casefold(),
        known,
        {address: frozenset(name for name, mark in marks.items() if mark) for address, marks in unknown},
    )


def _things(planned: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[str]:
    """The account of what is planned, its buckets, and the addresses that stand for ids."""
    for address, values in planned:
        yield block_of(address)
        if address.startswith("aws_s3_bucket."):
            yield from (str(values.get("bucket")), DRAWN.sub(BLANK, str(values.get("bucket"))))
        if OURS.match(address):
            yield from ACCOUNT.findall(str(values.get("arn")))


def _names(planned: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[tuple[str, str]]:
    """What hosts of planned things are called by: their names and ids, and the blocks that stand for ids."""
    for address, values in planned:
        texts = (values.get(name) for name in NAMES)
        yield from ((_kind(address), text) for text in (block_of(address), *texts) if isinstance(text, str))


def _kind(address: str) -> str:
    return block_of(address).split(".")[-2]


def _outputs(proof: Proof) -> Iterator[str]:
    """The texts of the outputs that the files have, each and put together; what stands for a value is blanked."""
    for artifact in proof.artifacts:
        for body in OUTPUT.findall(artifact.content) if artifact.path.endswith(".tf") else ():
            texts = [EXPRESSION.sub("\0", text) for text in QUOTED.findall(body)]
            yield from dict.fromkeys((*texts, "".join(texts), *(HEREDOC.findall(body))))


def _has(known: str, place: str) -> bool:
    """Whether it stands there as a whole, not as a part of another name."""
    return re.search(rf"(?<![\w.-]){re.escape(place)}(?![\w-]|\.\w)", known) is not None


def _of_resource(planned: Any, own: _Own) -> Iterator[str]:
    address, values, _ = planned
    zone = str(values.get("name") or "")
    if ZONES.fullmatch(_kind(address)) and zone and not (PRIVATE.fullmatch(zone) or _holds_known(zone, own.known)):
        yield zone.removesuffix(".")
    computed = own.computed.get(address, ())
    for name, value in values.items():
        for leaf in _leaves(name, name, value, 0):
            yield from _of_leaf(replace(leaf, top=name, computed=name in computed), own)


def _of_leaf(leaf: _Leaf, own: _Own) -> Iterator[str]:
    text = leaf.text
    yield from (host for host in dict.fromkeys(_hosts(leaf, own)) if not _is_own(host, leaf, own))
    yield from MAILBOX.findall(text)
    yield from (network for network in NETWORK.findall(text) if _is_outside(network))
    yield from (
        one for kind in (BUCKET, ACCOUNT, SUBJECT, POOL, THING) for one in kind.findall(text) if one not in own.things
    )
    yield from _whole(leaf, own)


def _hosts(leaf: _Leaf, own: _Own) -> Iterator[str]:
    yield from HOST.findall(leaf.text)
    about = leaf.top in ABOUT_HOSTS
    if about or leaf.top == "output" or WRITTEN.search(leaf.argument) or WRITTEN.search(leaf.name):
        yield from words_in(leaf.text, only=about)
    if not (IMAGE.fullmatch(leaf.name) or leaf.text in own.things):
        yield from filter(None, [_bare(leaf)])


def _is_own(host: str, leaf: _Leaf, own: _Own) -> bool:
    """Whether it is AWS's or the stack's: an account's, a bucket's, or one that only the deployment tells."""
    tenant = TENANT.fullmatch(host)
    if host == "localhost" or is_aws(host) or host in own.things or (tenant and (tenant[1] or tenant[2]) in own.things):
        return True
    if _holds_known(host, own.known) or (leaf.computed and _is_below_known(host, own.known)):
        return True
    return leaf.computed and host.casefold() not in own.files and is_made(host, own.planned)


def _is_below_known(host: str, known: str) -> bool:
    """Whether a name above it is known that is no public one: ``shop.example`` of ``_x.shop.example``."""
    labels = host.casefold().removesuffix(".").split(".")
    names = [".".join(labels[at:]) for at in range(1, len(labels) - 1)]
    return any(_has(known, name) or _holds_known(name, known) for name in names if not PUBLIC.search(name))


def _holds_known(zone: str, known: str) -> bool:
    """Whether it is above a host that is known: ``shop.example`` of ``www.shop.example``."""
    zone = zone.casefold().removesuffix(".")
    named = re.search(rf"[\w-]\.{re.escape(zone)}(?![\w-]|\.\w)", known)
    return "." in zone and named is not None and not PUBLIC.search(zone)


def _whole(leaf: _Leaf, own: _Own) -> Iterator[str]:
    """The text itself, where it is a place as a whole."""
    text = leaf.text
    image = IMAGE.fullmatch(leaf.name) and not ACCOUNT.match(text)
    named = "bucket" in leaf.argument and "prefix" not in leaf.name and PLAIN_BUCKET.fullmatch(text)
    if image or TELEPHONE.fullmatch(text) or (named and text not in own.things):
        yield text
    elif leaf.top == "records" and not leaf.computed and not _is_ours(text):
        yield " ".join(text.split()).strip('"')


def _is_ours(record: str) -> bool:
    """Whether a record leads nowhere outside: a private address, or what AWS has everybody write."""
    try:
        return ipaddress.ip_address(record).is_private
    except ValueError:
        return HARMLESS.fullmatch(record.strip('"').casefold()) is not None


def _bare(leaf: _Leaf) -> str:
    found = BARE.fullmatch(leaf.text) if len(leaf.text) <= LONGEST else None
    looks = NO_HOST.search(leaf.argument) and leaf.top not in ABOUT_HOSTS
    return found[1] if found and not looks and not STATES.fullmatch(leaf.text) else ""


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
        yield _Leaf(name, argument, value, argument)
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
