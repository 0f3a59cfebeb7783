"""HTML that stands in for a forge's pages in the pictures of ``tools/make_pictures.py``: it only resembles them."""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt

STYLE = """
* { box-sizing: border-box }
body { margin: 0; padding: 20px; width: WIDTHpx; background: #fff; color: #1f2328;
       font: 14px/1.5 "Liberation Sans", Arial, sans-serif, "Noto Color Emoji" }
code, pre { font: 12px/1.45 "Liberation Mono", monospace }
code { background: #eff1f3; border-radius: 5px; padding: 2px 5px }
pre { background: #f6f8fa; border-radius: 6px; padding: 10px; margin: 8px 0; white-space: pre-wrap }
pre code { background: none; padding: 0 }
h2, h3 { margin: 14px 0 8px; line-height: 1.25 } h2 { font-size: 20px } h3 { font-size: 16px }
.body > :first-child { margin-top: 0 } .body > :last-child { margin-bottom: 0 }
p, ul, details { margin: 8px 0 } ul { padding-left: 24px }
summary { cursor: default } a { color: #0969da; text-decoration: none } hr { border: 0; border-top: 1px solid #d1d9e0 }
table { border-collapse: collapse; margin: 8px 0; width: 100% } th { background: #f6f8fa }
td, th { border: 1px solid #d1d9e0; padding: 4px 9px; text-align: left }
.caution { border-left: 4px solid #cf222e; padding: 2px 14px; margin: 10px 0 }
.caution::before { content: "\\26D4  Caution"; color: #cf222e; font-weight: bold; display: block }
.box { border: 1px solid #d1d9e0; border-radius: 8px; margin-bottom: 14px; overflow: hidden }
.head { background: #f6f8fa; border-bottom: 1px solid #d1d9e0; padding: 8px 14px; color: #59636e }
.head b { color: #1f2328 } .bot { border: 1px solid #d1d9e0; border-radius: 10px; padding: 0 6px; font-size: 12px }
.body { padding: 12px 16px }
.code { font: 12px/20px "Liberation Mono", monospace; white-space: pre; border-spacing: 0; margin: 0 }
.code td { border: 0; padding: 0 10px } .code .n { color: #59636e; text-align: right; width: 44px; user-select: none }
.plus { background: #dafbe1 } .minus { background: #ffebe9 }
.check { display: flex; gap: 10px; padding: 7px 14px; border-top: 1px solid #d1d9e0 } .check:first-of-type { border: 0 }
.check span { color: #59636e } .bad { color: #cf222e } .good { color: #1a7f37 } .grey { color: #59636e }
"""
SIGNS: Mapping[str, tuple[str, str]] = {"success": ("✓", "good"), "failure": ("✕", "bad"), "neutral": ("–", "grey")}


def page(body: str, width: int) -> str:
    """A whole page of that width, in pixels."""
    return f'<!doctype html><meta charset="utf-8"><style>{STYLE.replace("WIDTH", str(width))}</style>{body}'


def rendered(text: str) -> str:
    """Markdown as a forge shows a comment: tables, folds, cautions, every line's end a line's end."""
    shown = MarkdownIt("commonmark", {"html": True, "breaks": True}).enable(["table", "strikethrough"]).render(text)
    return re.sub(r"<blockquote>\s*<p>\[!CAUTION\]<br ?/?>", '<blockquote class="caution"><p>', shown)


def comment(author: str, when: str, text: str) -> str:
    """A comment of the bot."""
    head = f'<div class="head"><b>{html.escape(author)}</b> <span class="bot">bot</span> {html.escape(when)}</div>'
    return f'<div class="box">{head}<div class="body">{rendered(text)}</div></div>'


def checks(found: Iterable[Mapping[str, Any]]) -> str:
    """The list of checks below a pull request."""
    rows = []
    for one in found:
        sign, colour = SIGNS.get(str(one.get("conclusion")), ("●", "grey"))
        title = html.escape(str(one["output"]["title"]))
        name = html.escape(one["name"])
        rows.append(f'<div class="check"><b class="{colour}">{sign}</b><b>{name}</b><span>{title}</span></div>')
    return f'<div class="box">{"".join(rows)}</div>'


def remark(author: str, path: str, lines: Sequence[str], line: int, text: str) -> str:
    """A remark on a changed line, with the lines before it; ``line`` counts from 1."""
    first = max(0, line - 5)
    rows = "".join(
        f'<tr class="plus"><td class="n">{number}</td><td>+ {html.escape(code)}</td></tr>'
        for number, code in enumerate(lines[first:line], first + 1)
    )
    return (
        f'<div class="box"><div class="head"><code>{html.escape(path)}</code></div><table class="code">{rows}</table>'
        f'<div style="padding: 12px">{comment(author, "commented", _suggested(text, lines[line - 1]))}</div></div>'
    )


def _suggested(text: str, now: str) -> str:
    """With a suggestion shown as the change that it is."""
    return re.sub(
        r"```suggestion[^\n]*\n(.*?)\n?```",
        lambda found: _change(now, found[1]),
        text,
        flags=re.DOTALL,
    )


def _change(now: str, then: str) -> str:
    rows = [("minus", "-", now), *(("plus", "+", line) for line in then.splitlines())]
    shown = "".join(f'<tr class="{kind}"><td>{sign} {html.escape(code)}</td></tr>' for kind, sign, code in rows)
    return f'<div class="box"><div class="head">Suggested change</div><table class="code">{shown}</table></div>'
