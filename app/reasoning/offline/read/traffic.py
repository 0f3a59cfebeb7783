"""Traffic rules in words → ``ingress`` and ``egress`` settings of the security group they speak of.

An entry has ``first_port``, ``last_port``, ``protocol`` (``tcp udp icmp -1``) and ``source`` or ``target``: a CIDR,
``network``, ``self``, ``component:<id>``, or empty where the request does not say it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from app.knowledge.catalogue.entries import WEB_PORTS
from app.knowledge.language import Language
from app.reasoning.offline.read.draft import Draft, Link, Place, Sheet
from app.reasoning.offline.read.mentions import Mention
from app.reasoning.offline.read.split import Sentence
from app.reasoning.offline.read.tokens import phrase_key
from app.reasoning.offline.read.traffic_tokens import denies, named_at, phrase_at
from app.reasoning.offline.read.traffic_words import NETWORK, SELF, Traffic, Walk

GROUP = "aws_security_group"
RULES = {
    "aws_vpc_security_group_ingress_rule": "ingress",
    "aws_vpc_security_group_egress_rule": "egress",
    "aws_security_group_rule": "",
}
"""Rule types and the direction they are for."""
RANGES = frozenset({"aws_vpc", "aws_subnet", "aws_default_vpc"})
WORLD = frozenset({"0.0.0.0/0", "::/0"})
DRAFT = "draft:"
LISTENED = frozenset({"http", "https", "tls"})
"""What balancers and APIs speak by their listeners; of a machine that may be public it is traffic like any other."""


def without_port_names(
    sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]], words: Language
) -> list[list[Mention]]:
    """Without services that are only named for their port: "a security group that allows MySQL and Redis"."""
    return [
        [one for one in group if not _only_a_port(sentence, one, group, words)]
        for sentence, group in zip(sentences, mentions, strict=True)
    ]


def _only_a_port(sentence: Sentence, mention: Mention, group: Sequence[Mention], words: Language) -> bool:
    tokens, traffic = sentence.tokens, words.map("traffic")
    name, length = named_at(tokens, mention.first)
    if not length or any(
        token.low not in traffic["traffic"] for token in tokens[mention.first + length : mention.last]
    ):
        return False
    if mention.kind.startswith("data."):
        return True
    opening = {*traffic["allow"], *traffic["in"]}
    verb = next((i for i in range(mention.first - 1, -1, -1) if tokens[i].low in opening), -1)
    groups = any("security_group" in other.kind for other in group if other.first < mention.first)
    between = [token.low for token in tokens[verb + 1 : mention.first]]
    joints = {*traffic["and"], *traffic["traffic"], *traffic["to"], *traffic["in"], "for", "para"}
    plain = all(low in joints or low in name.split() or named_at(tokens, verb + 1 + i)[1]
                for i, low in enumerate(between))  # fmt: skip
    return verb >= 0 and groups and plain


def read_traffic(sheet: Sheet) -> None:
    """Read the traffic rules of every sentence that speaks of a security group or of reaching a component."""
    for sentence in sheet.sentences:
        if sentence.kind == "heading":
            continue
        home = _home(sheet, sentence)
        start = _start(sheet, sentence, home) if home is not None else None
        if home is None or start is None:
            continue
        others = [p for p in sheet.places[sentence.index] if p.drafts != (home.number,) or p.last <= start]
        covered = {i for place in others for i in range(place.first, place.last)}
        walk = Walk(
            sentence.tokens,
            start,
            sheet.words.map("traffic"),
            lambda at, s=sentence, h=home: _component_at(sheet, s, h, at),  # type: ignore[misc]
            covered,
        )
        for index in walk.used:
            sheet.use(sentence.index, index, index + 1)
        if not _denied(sheet, sentence, start):
            _store(sheet, sentence, home, list(dict.fromkeys(walk.rules)))


def with_peer_ids(drafts: Iterable[Draft], ids: Mapping[int, Sequence[str]]) -> None:
    """Put component ids where the entries name drafts; ``ids`` are those of each draft by its number."""
    for draft in drafts:
        for direction, side in (("ingress", "source"), ("egress", "target")):
            for entry in draft.settings.get(direction, ()):
                if entry[side].startswith(DRAFT):
                    entry[side] = f"component:{ids[int(entry[side].removeprefix(DRAFT))][0]}"


def groups_around(sheet: Sheet) -> Iterator[Link]:
    """ "The security group of the instance", "the instance's security group": whom a group is around."""
    of_words = {*sheet.words.words("of_words"), *sheet.words.words("for_words")}
    for sentence in sheet.sentences:
        places = sheet.places[sentence.index]
        for place in (one for one in places if sheet.drafts[one.drafts[0]].type == GROUP):
            after = sentence.tokens[place.last : place.last + 1]
            owned = bool(after) and after[0].low in of_words
            other = next((one for one in places if owned and place.last < one.first <= place.last + 3), None)
            owner = other.drafts[0] if other else None
            possessor = [_possessor(sheet, sentence, at) for at in range(max(place.first - 3, 0), place.first)]
            ending = [one[0] for one in possessor if one is not None and one[1] == place.first]
            owner = ending[0] if ending and owner is None else owner
            if owner is not None and _guarded(sheet, sheet.drafts[owner]):
                _listen(sheet, sheet.drafts[place.drafts[0]], sheet.drafts[owner])
                yield Link(place.drafts[0], "attached", owner, False, sentence.text[:160])


def _listen(sheet: Sheet, group: Draft, owner: Draft) -> None:
    """What a balancer may reach through the group is where its owner listens."""
    for entry in group.settings.get("ingress", ()):
        if not entry["source"].startswith(DRAFT) or entry["first_port"] != entry["last_port"]:
            continue
        peer = sheet.vocabulary.services.get(sheet.drafts[int(entry["source"].removeprefix(DRAFT))].kind)
        if peer is not None and peer.shape == "edge" and "port" in sheet.parameters(owner.kind):
            owner.settings.setdefault("port", entry["first_port"])


def _home(sheet: Sheet, sentence: Sentence) -> Draft | None:
    """The draft whose traffic a sentence speaks of: a security group before anything else."""
    here = [sheet.drafts[number] for place in sheet.places[sentence.index] for number in place.drafts]
    if any("network_acl" in draft.type for draft in here):
        return None
    groups = [draft for draft in here if draft.type == GROUP]
    if groups:
        return groups[0]
    rules = [draft for draft in here if draft.type in RULES]
    if rules:
        return rules[0]
    topic = [sheet.drafts[number] for number in sheet.before(sentence.index)]
    if (not here or _pronoun(sheet, sentence)) and any(draft.type == GROUP for draft in topic):
        return next(draft for draft in topic if draft.type == GROUP)
    guarded = [draft for draft in [*here, *(topic if not here else [])] if _guarded(sheet, draft)]
    return guarded[0] if guarded else None


def _pronoun(sheet: Sheet, sentence: Sentence) -> bool:
    places = sheet.places[sentence.index]
    return bool(places) and places[0].pronoun


def _guarded(sheet: Sheet, draft: Draft) -> bool:
    """Whether its service puts a security group around it."""
    service = sheet.vocabulary.services.get(draft.kind)
    return service is not None and GROUP in service.types


def _start(sheet: Sheet, sentence: Sentence, home: Draft) -> int | None:
    """Where the words about traffic begin, or None where there are none."""
    traffic, tokens = sheet.words.map("traffic"), sentence.tokens
    opening = {*traffic["allow"], *traffic["in"], *traffic["out"]}
    verbs = [i for i, token in enumerate(tokens) if token.low in opening and token.kind == "word"]
    known = {GROUP, *RULES}
    places = [p for p in sheet.places[sentence.index] if any(sheet.drafts[n].type in known for n in p.drafts)]
    if home.type == GROUP or home.type in RULES:
        starts = [*verbs[:1], *(place.last for place in places[:1])]
        first = min(starts, default=None) if starts else None
        return _with_amount(sheet, sentence, first)
    if not verbs:
        return None
    names = [i for i in range(verbs[0]) if named_at(tokens, i)[1] and not _covered(sheet, sentence, i)]
    start = names[0] if names else verbs[0]
    return start if _speaks_of_ports(sheet, sentence, start, home) else None


def _covered(sheet: Sheet, sentence: Sentence, index: int) -> bool:
    return any(place.first <= index < place.last for place in sheet.places[sentence.index])


def _with_amount(sheet: Sheet, sentence: Sentence, first: int | None) -> int | None:
    """ "All traffic in and out is allowed" begins before its verb."""
    everything = {phrase.split()[0] for phrase in sheet.words.map("traffic")["everything"]}
    early = [i for i, token in enumerate(sentence.tokens[: first or 0]) if token.low in everything]
    return first if first is None or not early else early[0]


def _speaks_of_ports(sheet: Sheet, sentence: Sentence, start: int, home: Draft) -> bool:
    """Whether ports or remote shells follow, so that "accepts HTTPS" of a listener stays its own business."""
    traffic, tokens = sheet.words.map("traffic"), sentence.tokens
    after = tokens[start:]
    ports = any(token.low in traffic["ports"] for token in after)
    numbers = any(one.low in traffic["ways"] and two.text.isdigit() for one, two in pairwise(after))
    names = {named_at(tokens, i)[0] for i in range(start, len(tokens))} - {""}
    if "public" not in sheet.parameters(home.kind):
        names -= LISTENED
    sources = any(
        token.low in traffic["from"] or (token.low in traffic["to"] and phrase_at(tokens, i + 1, traffic["anywhere"]))
        for i, token in enumerate(tokens)
        if i >= start
    )
    return numbers or (sources and (ports or bool(names)))


def _denied(sheet: Sheet, sentence: Sentence, start: int) -> bool:
    words = sheet.words.map("traffic")
    return any(denies(sentence.tokens, index, words) for index in range(max(start - 3, 0), start + 1))


def _component_at(sheet: Sheet, sentence: Sentence, home: Draft, at: int) -> tuple[str, int] | None:
    """The component named from a token on: "the load balancer's security group", "sg web", "the subnets"."""
    near = [p for p in sheet.places[sentence.index] if _stands_at(sheet, sentence, p, at)]
    owner = _possessor(sheet, sentence, at)
    if not near and owner is None:
        return None
    end = max([p.last for p in near[:1]] + ([owner[1]] if owner else []))
    if owner is not None:
        following = [p for p in sheet.places[sentence.index] if owner[1] <= p.first <= owner[1] + 1]
        return f"{DRAFT}{owner[0]}", max([end, *(p.last for p in following)])
    draft = sheet.drafts[near[0].drafts[0]]
    end += 1 if end < len(sentence.tokens) and sentence.tokens[end].kind == "quoted" else 0
    if draft.type in RANGES:
        return NETWORK, end
    return (SELF if draft is home else f"{DRAFT}{draft.number}"), end


def _stands_at(sheet: Sheet, sentence: Sentence, place: Place, at: int) -> bool:
    """Whether a place follows a preposition at once and is something that traffic comes from."""
    small = {*sheet.words.words("definite"), *sheet.words.words("indefinite"), *sheet.words.words("adjectives"), "sg"}
    between = sentence.tokens[at : place.first]
    draft = sheet.drafts[place.drafts[0]]
    speaks = draft.type == GROUP or draft.type in RANGES or _guarded(sheet, draft)
    return at <= place.first and speaks and not place.pronoun and all(token.low in small for token in between)


def _possessor(sheet: Sheet, sentence: Sentence, at: int) -> tuple[int, int] | None:
    """The draft whose group is meant: "the load balancer's …"."""
    for end in range(at + 1, min(at + 5, len(sentence.tokens) + 1)):
        word = sentence.tokens[end - 1].low
        if not word.endswith(("'s", "s'")):
            continue
        for first in range(at, end):
            said = [token.low for token in sentence.tokens[first : end - 1]]
            key = phrase_key(" ".join([*said, word.removesuffix("'s").removesuffix("'")]))
            for draft in sheet.drafts:
                if key in {*draft.tails(), draft.key} and draft.type not in RANGES:
                    return draft.number, end
    return None


def _store(sheet: Sheet, sentence: Sentence, home: Draft, rules: Sequence[Traffic]) -> None:
    here = [sheet.drafts[number] for place in sheet.places[sentence.index] for number in place.drafts]
    for rule in rules:
        named = [draft for draft in here if draft.type in RULES and RULES[draft.type] in {rule.direction, ""}]
        draft = named[0] if named else home
        side = "source" if rule.direction == "ingress" else "target"
        first, last, protocol = rule.ports
        entry = {"first_port": first, "last_port": last, "protocol": protocol, side: rule.peer}
        known = draft.settings.setdefault(rule.direction, [])
        if entry not in known:
            known.append(entry)
        risky = rule.direction == "ingress" and rule.peer in WORLD and (first != last or first not in WEB_PORTS)
        if risky and rule.plain:
            sheet.wished.append("open_ingress")
    inline = sheet.words.map("traffic")["inline"]
    text = f" {' '.join(token.low for token in sentence.tokens)} "
    if rules and home.type == GROUP and any(f" {phrase} " in text for phrase in inline):
        home.settings["inline"] = True
