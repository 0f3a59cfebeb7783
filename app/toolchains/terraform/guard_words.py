"""What the guard refuses by the words of a file: functions, texts that leave the stack, comments against scanners."""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from app.toolchains.terraform.hcl import Source
from app.toolchains.terraform.hcl_lexer import HclError, Token, tokens

READING = re.compile(r"file(?:exists|set|base64|md5|sha1|(?:base64)?sha(?:256|512))?|templatefile")
UNSTEADY = frozenset({"timestamp", "plantimestamp", "uuid", "bcrypt"})
"""Another value each time: a second plan would never be empty."""
REVEALING = frozenset({"pathexpand", "abspath", "nonsensitive", "base64gzip"})
ARGUMENT = re.compile(r'\(\s*"\$\{\s*path\.module\s*\}/(?P<path>[\w./-]+)"\s*[,)]')
SILENCING = re.compile(
    r"(?i)\b(?:checkov|bridgecrew|cortex)\s*:\s*skip|\b(?:tfsec|trivy|agents|kics-scan|terrascan|tflint|semgrep)\b"
    r"[-\s:#]*(?:ignore|skip|disable)|\bts:skip|\bnosec\b|\bnosemgrep\b|#\s*noqa|\bkics-scan\b|\bsnyk:ignore"
    r"|\bpragma:\s*allowlist"
)
SKIP = re.compile(r"\bcheckov:skip=(?P<rule>[\w]+):")
LEAVING = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)")
ESCAPED = re.compile(r"\\[uU][0-9a-fA-F]{4}")
"""Letters written as numbers, which no other rule here would read."""
ACCOUNT = re.compile(r"(?<!\d)\d{12}(?!\d)")
RUNNING = re.compile(
    r"(?i)(?:\b(?:curl|wget|fetch|iwr|irm|invoke-webrequest|base64)\b[^\n]{0,400}\|\s{0,9}(?:sudo\s+)?(?:-E\s+)?"
    r"(?:\w*sh|python\d?|perl|ruby|node|iex)\b)|<\(\s*(?:curl|wget)\b|\$\((?:curl|wget)\b|/dev/tcp/"
    r"|\bnc\b[^\n]{0,200}\s-e\b"
    r"|169\.254\.169\.254"
)
"""Programs that are fetched and run unseen, doors that call back, credentials of a machine."""


def refused_words(source: Source, files: Mapping[str, str], excused: Collection[tuple[str, str]]) -> Iterator[str]:
    """Sentences about a file's functions, texts and comments; ``files`` are all of the stack."""
    try:
        stream = [token for token in tokens(source.text) if token.kind != "newline"]
    except HclError:
        return  # told where the blocks are read
    code = [token for token in stream if token.kind != "comment"]
    yield from _functions(source, code, files)
    for token in stream:
        if token.kind == "comment":
            yield from _comment(source, token, excused)
        elif token.kind in {"text", "heredoc"}:
            yield from _text(source, token)


def _functions(source: Source, code: Sequence[Token], files: Mapping[str, str]) -> Iterator[str]:
    for before, token, following in zip([None, *code], code, [*code[1:], None], strict=False):
        if token.kind != "name" or (before is not None and before.text == "."):
            continue
        if token.text == "path" and source.text[token.end :].lstrip(" .").startswith(("cwd", "root")):
            yield f"{source.path} looks at the folder that Terraform runs in"
        if following is None or following.text != "(":
            continue
        if token.text in UNSTEADY:
            yield f"{source.path} calls {token.text}(), whose value is another one each time"
        elif token.text in REVEALING:
            yield f"{source.path} calls {token.text}()"
        elif READING.fullmatch(token.text) and not _in_stack(source, following, files):
            yield f"{source.path} calls {token.text}() with what is no file of this stack"


def _in_stack(source: Source, opening: Token, files: Mapping[str, str]) -> bool:
    """Whether the function's first argument names a file, or a folder with files, of the stack, as plain text."""
    found = ARGUMENT.match(source.text, opening.start)
    if not found or LEAVING.search(found["path"]):
        return False
    path = posixpath.normpath(posixpath.join(posixpath.dirname(source.path), found["path"]))
    return path in files or any(one.startswith(f"{path}/") for one in files)


def _comment(source: Source, token: Token, excused: Collection[tuple[str, str]]) -> Iterator[str]:
    if not SILENCING.search(token.text):
        return
    address = next((block.address for block in source.top.blocks if block.start <= token.start < block.end), "")
    found = SKIP.search(token.text)
    if not found or (address, found["rule"]) not in excused:
        yield f"a comment in {address or source.path} silences a scanner: {token.text.strip()[:120]!r}"


def _text(source: Source, token: Token) -> Iterator[str]:
    if LEAVING.search(token.text):
        yield f"{source.path} names a path that leaves its folder: {token.text.strip()[:80]!r}"
    if ESCAPED.search(token.text):
        yield f"{source.path} writes letters as numbers: {token.text.strip()[:80]!r}"
    if RUNNING.search(token.text):
        yield f"{source.path} fetches and runs what nobody has seen: {token.text.strip()[:80]!r}"
    for account in ACCOUNT.findall(token.text):
        yield f"{source.path} names the AWS account {account}"
