"""Takes secrets out of text before anyone is shown it.

Every report, log and artifact that can hold a stranger's text passes through ``redact``. It knows the shapes that
issuers give their tokens, private keys, passwords in URLs, and literal values of names that say they are secret. What
only looks random (hashes, ids, ARNs, digests) stays, because reports are full of it. Pure, linear, idempotent.
"""

import base64
import re
from collections.abc import Callable, Mapping
from typing import Any

MARK = "[redacted]"

TOKENS = re.compile(
    r"""(?<![A-Za-z0-9])(?:
    (?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])                 # AWS access key
    |gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_\w{22,255}   # GitHub
    |gl(?:pat|dt|rt|ptt|ft|soat|agent|oas|imt|cbt)-[\w-]{20,255}  # GitLab
    |xox[abeoprs]-[A-Za-z0-9-]{10,250}|xapp-[A-Za-z0-9-]{10,250}   # Slack
    |sk-[A-Za-z0-9_-]{20,250}                              # Anthropic, OpenAI
    |AIza[\w-]{35}|ya29\.[\w-]{20,250}                     # Google
    |[rsp]k_(?:live|test)_[A-Za-z0-9]{16,250}              # Stripe
    |npm_[A-Za-z0-9]{36}|pypi-[\w-]{50,250}                # registries
    |hvs\.[\w-]{20,250}|dop_v1_[a-f0-9]{64}|SG\.[\w-]{16,64}\.[\w-]{16,64}|SK[a-f0-9]{32}(?![a-f0-9])
    |eyJ[\w-]{10,4000}\.eyJ[\w-]{10,4000}\.[\w-]{0,4000}   # JSON web token
    )""",
    re.VERBOSE,
)
WEBHOOKS = re.compile(r"(hooks\.slack\.com/(?:services|workflows)/)[\w/+-]{10,200}")
AUTHORIZATION = re.compile(r"(?i)(\b(?:bearer|basic)[ \t]{1,4})([A-Za-z0-9._~+/-]{16,4000}={0,2})")
URL_PASSWORD = re.compile(r"(://[^\s/:@\"'<>]{0,100}:)([^\s/@\"'<>]{1,300})(?=@)")
URL_TOKEN = re.compile(r"(://)([\w-]{20,255})(?=@)")
NAMED = (
    r"(?:password|passwd|passphrase|contrase[ñn]a|pwd|secret|token|api_?key|access_?key|secret_?key|private_?key|account_?key"
    r"|client_?secret|credentials?|connection_?string|signature|authorization)"
)
"""Names that say that their value is secret."""
ASSIGNED = r"[ \t]{0,40}(?:=>|[:=])[ \t]{0,40}"
QUOTED = re.compile(
    rf"""(?i)({NAMED}["']?{ASSIGNED})(?:"((?:[^"\\\n]|\\.){{4,4000}})"|'((?:[^'\\\n]|\\.){{4,4000}})')"""
)
ESCAPED = re.compile(rf'(?i)({NAMED}(?:\\+")?{ASSIGNED}\\+")([^"\\\n]{{4,4000}})(?=\\)')
"""The same inside a JSON string."""
UNQUOTED = re.compile(rf"(?i)((?:{NAMED}|\bsig)(?:=|%3d|&#61;))([^\s\"'&;,<>()\[\]{{}}\\]{{6,4000}})")
GIVEN = r"[ \t]{0,40}(?::[ \t]{1,40}|=>?[ \t]{0,40})"
PLAIN = re.compile(rf"(?i)({NAMED}{GIVEN})([^\s\"'&;,<>()\[\]{{}}\\]{{8,4000}}+)(?![(\[{{])")
"""A value without quotes, as in YAML, ini files and letters; what goes on with a bracket is code."""
BELOW = re.compile(
    rf"""(?i)({NAMED}["']?[ \t]{{0,40}}[:=][ \t]{{0,40}}(?:[|>][+-]?|<<[-~]?\w{{1,40}})?\n[ \t]{{0,40}})"""
    r"([^\s\"'&;,<>()\[\]{}\\:=]{8,4000}+)(?![(\[{:=])"
)
"""A value on the line below its name, as YAML and heredocs have it."""
DEFAULT = re.compile(
    rf"""(?i)(\bvariable[ \t]{{1,9}}"[\w-]{{0,60}}{NAMED}[\w-]{{0,60}}"[ \t]{{0,9}}\{{[^{{}}]{{0,1000}}?"""
    r"""\bdefault[ \t]{0,40}=[ \t]{0,40})"((?:[^"\\\n]|\\.){4,4000})"()"""
)
"""The default of a variable of Terraform's whose name says that it is secret."""
BASE64 = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/]{24,20000}={0,2}(?![A-Za-z0-9+/=_-])")
AWS_SECRET = re.compile(r"(?<![A-Za-z0-9/+=_.-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_.-])")
REFERENCE = re.compile(
    r"^(?:\$|\{\{|<|%\{|arn:|alias/|(?:var|local|data|module|each|self|aws|random|tls|output|null)[._]"
    r"|(?:true|false|null|none|required|optional|enabled|disabled|string|sensitive|jwt|aws_iam|cognito_user_pools|seconds"
    r"|minutes|hours|days)$|\[redacted\]|[*.xX]+$)",
    re.IGNORECASE,
)
"""What stands where a secret could stand and is none: references, types, switches, blanked values."""
KEY_BEGIN = re.compile(r"-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
KEY_END = re.compile(r"-----END (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
KEY_BODY = re.compile(r"(?:\s{0,4}[A-Za-z-]{1,40}: [^\n]{0,200}\n){0,4}(?:[A-Za-z0-9+/=\s]|\\[nrt])*+")


def redact(text: str) -> str:
    """The text with every secret it recognises replaced by a mark."""
    text = _without_keys(text)
    text = TOKENS.sub(MARK, text)
    text = WEBHOOKS.sub(rf"\1{MARK}", text)
    text = AUTHORIZATION.sub(_authorization, text)
    text = URL_PASSWORD.sub(_unless_reference(2), text)
    text = URL_TOKEN.sub(rf"\1{MARK}", text)
    text = ESCAPED.sub(_unless_reference(2), text)
    text = QUOTED.sub(_quoted, text)
    text = UNQUOTED.sub(_unless_reference(2), text)
    text = PLAIN.sub(_plain, text)
    text = BELOW.sub(_plain, text)
    text = DEFAULT.sub(_quoted, text)
    text = BASE64.sub(_packed, text)
    return AWS_SECRET.sub(_aws_secret, text)


def redact_values(value: Any) -> Any:
    """A JSON value with each text in it redacted: in a written document, escapes would hide where a word begins."""
    return _values(value, {})


def _values(value: Any, known: dict[str, str]) -> Any:
    """``known`` are the texts that were met before: a record of a thousand resources says most things often."""
    if isinstance(value, str):
        if value not in known:
            known[value] = redact(value)
        return known[value]
    if isinstance(value, Mapping):
        return {name: _values(inner, known) for name, inner in value.items()}
    return [_values(inner, known) for inner in value] if isinstance(value, list | tuple) else value


def _without_keys(text: str) -> str:
    """Private keys in PEM form, also one whose end is cut off."""
    begins = list(KEY_BEGIN.finditer(text))
    if not begins:
        return text
    ends = [found.end() for found in KEY_END.finditer(text)]
    parts: list[str] = []
    at = place = 0
    for begin, following in zip(begins, [*begins[1:], None], strict=True):
        if begin.start() < at:
            continue
        limit = following.start() if following else len(text)
        while place < len(ends) and ends[place] < begin.end():
            place += 1
        parts += [text[at : begin.start()], MARK]
        if place < len(ends) and ends[place] <= limit:
            at = ends[place]
        else:
            body = KEY_BODY.match(text, begin.end())
            at = body.end() if body else begin.end()
    return "".join([*parts, text[at:]])


def _unless_reference(group: int) -> Callable[[re.Match[str]], str]:
    def replace(found: re.Match[str]) -> str:
        return found.group() if REFERENCE.match(found.group(group)) else f"{found.group(1)}{MARK}"

    return replace


def _authorization(found: re.Match[str]) -> str:
    """``Basic`` is a word, too: what follows is a credential where it has a digit or a capital."""
    value = found.group(2)
    return f"{found.group(1)}{MARK}" if re.search(r"[A-Z0-9]", value) else found.group()


def _quoted(found: re.Match[str]) -> str:
    value = (found.group(2) or found.group(3)).strip()
    if not value or REFERENCE.match(value) or "${" in value:
        return found.group()
    quote = found.group()[-1]
    return f"{found.group(1)}{quote}{MARK}{quote}"


def _plain(found: re.Match[str]) -> str:
    """Behind a colon anything may stand; a word with a digit in it is hardly prose."""
    value = found.group(2)
    word = not (re.search(r"\d", value) and re.search(r"[A-Za-z]", value))
    return found.group() if word or REFERENCE.match(value) else f"{found.group(1)}{MARK}"


def _packed(found: re.Match[str]) -> str:
    """Base64 of a text with a secret in it."""
    try:
        text = base64.b64decode(found.group(), validate=True).decode()
    except ValueError:
        return found.group()
    return MARK if redact(text) != text else found.group()


def _aws_secret(found: re.Match[str]) -> str:
    """Forty characters of base64 are a secret key where they mix cases and digits as random ones do; paths do not."""
    text = found.group()
    letters = min(sum(map(str.isupper, text)), sum(map(str.islower, text)))
    random = letters >= 8 and any(map(str.isdigit, text)) and text.count("/") <= 4 and len(set(text)) >= 20
    return MARK if random else text
