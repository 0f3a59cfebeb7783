"""What the guard refuses in expressions: whatever could come to something else than in the trial.

A trial happens in one made-up account, with one set of values. What a model wrote must be the same everywhere: it
decides nothing, takes no text apart and hides no value. So it is built of texts, numbers, references and a few
functions; an expression that the floor has in the same place may stay.
"""

from collections.abc import Collection, Iterator, Sequence

from app.toolchains.terraform.guard_words import READING
from app.toolchains.terraform.hcl import Attribute, Block, Source
from app.toolchains.terraform.hcl_lexer import HclError, Token, tokens

BUILDING = frozenset({
    "jsonencode", "tostring", "tonumber", "tobool", "toset", "tolist", "tomap", "concat", "merge", "format", "join",
    "lower", "upper", "base64encode", "cidrsubnet",
})  # fmt: skip
"""Functions that make one value of others, and the same of the same kind of values."""
CHOOSING = frozenset({"fileset", "fileexists", "templatefile"})
"""Of those that read files: what could decide something."""
DECIDING = frozenset({"?", "==", "!=", "<", ">", "<=", ">=", "&&", "||", "!", "::"})
COUNTING = frozenset({"+", "-", "*", "/", "%"})
KEYS = ("each.key", "each.value", "count.index")
"""What may choose from a list or map, beside a text or a number."""
LOOKED_UP = frozenset({
    "archive_file", "aws_availability_zones", "aws_caller_identity", "aws_canonical_user_id", "aws_default_tags",
    "aws_cloudfront_cache_policy", "aws_cloudfront_origin_request_policy", "aws_cloudfront_response_headers_policy",
    "aws_elb_service_account", "aws_iam_policy_document", "aws_kms_alias", "aws_partition", "aws_region", "aws_service",
    "aws_service_principal", "aws_ssm_parameter",
})  # fmt: skip
"""Data sources that may be added: they tell of AWS itself, or put together what is written."""
ENDS = ("variable", "output")

Place = tuple[str, ...]
"""Where an argument stands: the address of its block, the kinds of the inner blocks, its own name."""


def refused_expressions(old: Sequence[Source], new: Sequence[Source]) -> Iterator[str]:
    """Sentences about expressions of ``new`` that ``old`` has not in the same place."""
    known = {(place, _words(one)) for place, one in _arguments(old)}
    dynamic = {place for place, _ in _blocks(old)}
    for place, one in _arguments(new):
        if (place, _words(one)) not in known:
            where = f"{one.name} of {place[0][:120]}"
            yield from (f"{where} {wrong}" for wrong in dict.fromkeys(_wrong(one)))
    for place, block in _blocks(new):
        if block.type == "dynamic" and place not in dynamic:
            yield f"{place[0][:120]} makes blocks of {'.'.join(block.labels)[:40]} by a rule; write each of them"


def _blocks(sources: Sequence[Source]) -> Iterator[tuple[Place, Block]]:
    waiting: list[tuple[Place, Block]]
    waiting = [((block.address or block.type,), block) for source in sources for block in source.top.blocks]
    while waiting:
        place, block = waiting.pop(0)
        yield place, block
        waiting += [((*place, inner.type, *inner.labels), inner) for inner in block.blocks]


def _arguments(sources: Sequence[Source]) -> Iterator[tuple[Place, Attribute]]:
    for place, block in _blocks(sources):
        for one in block.attributes.values():
            yield (*place, one.name), one


def _words(one: Attribute) -> tuple[str, ...]:
    """The expression without comments, line ends and blanks between its tokens."""
    try:
        return tuple(token.text for token in tokens(one.expression) if token.kind not in {"comment", "newline"})
    except HclError:
        return (one.expression,)


def _wrong(one: Attribute) -> Iterator[str]:
    """What an expression does that it may not."""
    try:
        stream = [token for token in tokens(one.expression) if token.kind not in {"comment", "newline"}]
    except HclError:
        return  # told where the blocks are read
    if one.name == "count" and not (len(stream) == 1 and stream[0].kind == "number"):
        yield "is computed; give a number"
    if one.name == "for_each" and not _is_fixed(stream):
        yield "is computed; list its texts"
    for at, token in enumerate(stream):
        before = stream[at - 1] if at else None
        after = stream[at + 1] if at + 1 < len(stream) else None
        if token.kind == "name":
            yield from _name(token.text, before, after)
        elif token.kind == "open":
            yield from _opening(stream, at, before)
        elif token.kind == "operator":
            yield from _operator(stream, at)
        elif token.kind == "quote" and _is_made_key(stream, at):
            yield "makes the name of an entry"


def _name(name: str, before: Token | None, after: Token | None) -> Iterator[str]:
    inner = before is not None and before.text == "."
    if after is not None and after.text == "(":
        if name not in BUILDING and not (READING.fullmatch(name) and name not in CHOOSING):
            yield f"calls {name[:40]}(), which may not be used here"
    elif inner:
        return
    elif name == "for" and before is not None and before.kind == "open":
        yield "makes its entries by a rule; write each of them"
    elif name == "terraform" and after is not None and after.text == ".":
        yield "asks how Terraform is run"


def _opening(stream: Sequence[Token], at: int, before: Token | None) -> Iterator[str]:
    token = stream[at]
    if token.text.startswith("%{"):
        yield "decides within a text"
    if token.text == "[" and before is not None and before.kind in {"name", "close", "quote"}:
        chosen = "".join(one.text for one in stream[at + 1 : _closing(stream, at)])
        fixed = chosen == "*" or chosen.isdigit() or chosen in KEYS or (chosen[:1] == '"' and "${" not in chosen)
        if not fixed:
            yield "chooses by a value that is computed"


def _operator(stream: Sequence[Token], at: int) -> Iterator[str]:
    text = stream[at].text
    before, after = stream[at - 1] if at else None, stream[at + 1] if at + 1 < len(stream) else None
    if text in DECIDING:
        yield f"decides something ({text})"
    elif text in {"=", ":"} and before is not None and before.text == ")":
        yield "makes the name of an entry"
    elif text in COUNTING and not _is_splat(before) and not _is_sum(stream, at, after):
        yield f"counts with what is computed ({text})"


def _is_splat(before: Token | None) -> bool:
    return before is not None and before.text in {".", "["}


def _is_sum(stream: Sequence[Token], at: int, after: Token | None) -> bool:
    """Whether it stands between numbers, or makes one negative."""
    number = after is not None and after.kind == "number"
    before = stream[at - 1] if at else None
    if before is None or before.kind in {"open", "operator"}:
        return number and stream[at].text == "-"
    return number and before.kind == "number" and (at < 2 or stream[at - 2].text != ".")


def _is_made_key(stream: Sequence[Token], at: int) -> bool:
    """Whether a text that ends there is the name of an entry, and not plain."""
    if at + 1 >= len(stream) or stream[at + 1].text not in {"=", ":"}:
        return False
    made, depth = False, 0
    for token in reversed(stream[:at]):
        if token.kind == "quote" and not depth:
            return made
        depth += {"close": 1, "open": -1}.get(token.kind, 0)
        made = made or token.kind == "close"
    return made


def _is_fixed(stream: Sequence[Token]) -> bool:
    """Whether a ``for_each`` goes over written texts, a map with written names, a variable or another resource."""
    if stream and stream[0].text == "{":
        return True  # names that are made are told of
    names = [token.text for token in stream if token.kind == "name"]
    if any(token.kind == "open" and token.text != "." for token in stream):
        return set(names) <= {"toset", "tomap"}
    return bool(names) and names[0] not in {"data", "local", "each", "path", "terraform"}


def _closing(stream: Sequence[Token], at: int) -> int:
    depth = 0
    for place in range(at, len(stream)):
        depth += {"open": 1, "close": -1}.get(stream[place].kind, 0)
        if not depth:
            return place
    return len(stream)


def refused_looks(old: Sequence[Source], new: Sequence[Source]) -> Iterator[str]:
    """Sentences about new data sources that read what others have."""
    had = {block.address for source in old for block in source.top.blocks_of("data")}
    for block in (block for source in new for block in source.top.blocks_of("data")):
        if block.address not in had and not set(block.labels[:1]) <= LOOKED_UP:
            yield f"{block.address[:120]} reads what is there already; a person must look at it"


def refused_ends(old: Sequence[Source], new: Sequence[Source]) -> Iterator[str]:
    """Sentences about the floor's variables and outputs that are gone or say something else, and about new variables
    whose values would be hidden.

    Environments give variables values of their own, which no trial has seen; others read the outputs.
    """
    had, kept = ({one.address: one for source in two for one in source.top.blocks_of(*ENDS)} for two in (old, new))
    for address, block in had.items():
        if address not in kept:
            yield f"{address} is gone"
        elif _said(block) != _said(kept[address]):
            yield f"{address} is changed; others give or read its value"
    for address in kept.keys() - had.keys():
        if kept[address].type == "variable" and "sensitive" in kept[address].attributes:
            yield f"{address} would hide its value from the checks"


def _said(block: Block) -> Collection[tuple[str, ...]]:
    found = [(name, *_words(one)) for name, one in block.attributes.items() if name != "description"]
    inner = [(one.type, name, *_words(said)) for one in block.blocks for name, said in one.attributes.items()]
    return sorted([*found, *inner])
