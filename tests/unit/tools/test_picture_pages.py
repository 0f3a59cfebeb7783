"""Pages for pictures show what the bot wrote, as a forge would."""

from tools.picture_pages import checks, comment, page, remark, rendered


def test_a_comment_is_rendered_as_a_forge_does() -> None:
    danger = "> [!CAUTION]\n> **Danger:** one\n> **Danger:** two\n"
    shown = rendered(f"<!-- agents key=living -->\n## Ready\n\n{danger}\n| a | b |\n|---|---:|\n| `x` | 1 |\n")
    assert '<blockquote class="caution"><p>' in shown
    assert "[!CAUTION]" not in shown
    assert "one<br" in shown
    assert "<td><code>x</code></td>" in shown


def test_names_and_code_are_text_and_a_suggestion_is_a_change() -> None:
    body = '**high**\n\n```suggestion:-0+0\n  a = "<b>"\n```\n'
    shown = remark("bot", "main.tf", ["one", "  a = 1"], 2, body)
    assert '<td class="n">2</td><td>+   a = 1</td>' in shown
    assert (
        '<tr class="minus"><td>-   a = 1</td></tr><tr class="plus"><td>+   a = &quot;&lt;b&gt;&quot;</td></tr>' in shown
    )
    assert "<b>bot</b>" in comment("bot", "commented", "hello")


def test_checks_show_how_each_ended() -> None:
    shown = checks(
        [
            {"name": "agents", "conclusion": "failure", "output": {"title": "1 finding <x>"}},
            {"name": "agents / cost", "conclusion": "success", "output": {"title": "passed"}},
            {"name": "agents / plan", "output": {"title": "under way"}},
        ]
    )
    assert '<b class="bad">✕</b><b>agents</b><span>1 finding &lt;x&gt;</span>' in shown
    assert '<b class="good">✓</b>' in shown
    assert '<b class="grey">●</b>' in shown
    assert "width: 900px" in page(shown, 900)
