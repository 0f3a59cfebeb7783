"""HCL's tokens, with positions.

One pass with a stack instead of recursion, so that nesting a million brackets deep costs memory, never a crash.
Terraform itself is the judge of what is valid; this reader only has to find blocks, attributes and references at their
places, in milliseconds, in any file.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal["name", "number", "operator", "open", "close", "newline", "comment", "quote", "text", "heredoc"]


class HclError(Exception):
    """The text is no HCL: ``line`` counts from 1, ``wrong`` says what is there."""

    def __init__(self, line: int, wrong: str) -> None:
        self.line = line
        self.wrong = wrong
        super().__init__(f"line {line}: {wrong}")


class Token(NamedTuple):
    """``text`` is the token's source; ``start`` its offset; ``line`` where it begins.

    ``text`` tokens are the literal parts of strings and heredocs; ``${`` and ``%{`` are ``open``, their end ``close``.
    """

    kind: Kind
    text: str
    start: int
    line: int

    @property
    def end(self) -> int:
        """Offset behind the token."""
        return self.start + len(self.text)


_CODE = re.compile(
    r"""(?P<blank>[ \t\r\f\ufeff]+)
    |(?P<newline>\n)
    |(?P<comment>\#[^\n]*|//[^\n]*|/\*.*?\*/)
    |(?P<heredoc><<-?[^\W\d][\w-]*[ \t]*\r?\n)
    |(?P<quote>")
    |(?P<name>[^\W\d][\w-]*)
    |(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    |(?P<open>[{(\[])
    |(?P<close>[})\]])
    |(?P<operator>==|!=|<=|>=|&&|\|\||=>|\.\.\.|::|[=<>+\-*/%!?:.,~])""",
    re.VERBOSE | re.DOTALL,
)
_STRING = re.compile(r'(?P<text>(?:\$\$\{|%%\{|\\.|[^"\\$%\n]|\$(?!\{)|%(?!\{))+)|(?P<open>[$%]\{~?)|(?P<quote>")')
_HEREDOC_TEXT = re.compile(r"(?:\$\$\{|%%\{|[^$%\n]|\$(?!\{)|%(?!\{))+")
_PAIRS = {"}": "{", "]": "[", ")": "("}


def tokens(text: str) -> Iterator[Token]:
    """The tokens of ``text`` in order, blanks left out; raises ``HclError`` where it cannot go on."""
    return _Lexer(text).run()


class _Lexer:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1
        # What encloses the place: "{", "[", "(", "template" (inside ${…}), '"' (inside a string) or a heredoc's tag.
        self.inside: list[str] = []

    def run(self) -> Iterator[Token]:
        while self.at < len(self.text):
            mode = self.inside[-1] if self.inside else ""
            token: Token | None
            if mode == '"':
                token = self._string()
            elif mode.startswith("<<"):
                token = self._heredoc(mode[2:])
            else:
                token = self._code()
            if token is not None:
                yield token
        if self.inside:
            raise HclError(self.line, f"the file ends inside {_spoken(self.inside[-1])}")

    def _take(self, kind: Kind, text: str) -> Token:
        token = Token(kind, text, self.at, self.line)
        self.at += len(text)
        self.line += text.count("\n")
        return token

    def _code(self) -> Token | None:
        found = _CODE.match(self.text, self.at)
        if not found or not found.lastgroup:
            raise HclError(self.line, f"unexpected character {self.text[self.at]!r}")
        kind, text = found.lastgroup, found.group()
        if kind == "blank":
            self.at += len(text)
            return None
        if kind == "quote":
            self.inside.append('"')
        elif kind == "heredoc":
            self.inside.append("<<" + text.lstrip("<-").strip())
        elif kind == "open":
            self.inside.append(text)
        elif kind == "close":
            self._close(text)
        return self._take(kind, text)  # type: ignore[arg-type] # the groups are named after the kinds

    def _close(self, text: str) -> None:
        enclosing = self.inside.pop() if self.inside else ""
        if not (enclosing == _PAIRS[text] or (enclosing == "template" and text == "}")):
            raise HclError(self.line, f"{text!r} closes nothing")

    def _string(self) -> Token:
        found = _STRING.match(self.text, self.at)
        if not found:
            raise HclError(self.line, "the string does not end on its line")
        if found.lastgroup == "text":
            return self._take("text", found.group())
        if found.lastgroup == "open":
            self.inside.append("template")
            return self._take("open", found.group())
        self.inside.pop()
        return self._take("quote", '"')

    def _heredoc(self, tag: str) -> Token:
        at_line_start = self.text[self.at - 1] == "\n"
        if at_line_start:
            end = self.text.find("\n", self.at)
            line = self.text[self.at : end if end >= 0 else len(self.text)]
            if line.strip() == tag:
                self.inside.pop()
                return self._take("heredoc", line)
        if self.text[self.at] == "\n":
            return self._take("text", "\n")
        found = _HEREDOC_TEXT.match(self.text, self.at)
        if found:
            return self._take("text", found.group())
        self.inside.append("template")
        return self._take("open", self.text[self.at : self.at + 2])


def _spoken(enclosing: str) -> str:
    if enclosing.startswith("<<"):
        return f"the heredoc {enclosing[2:]}"
    return {'"': "a string", "template": "a template"}.get(enclosing, f"an open {enclosing!r}")
