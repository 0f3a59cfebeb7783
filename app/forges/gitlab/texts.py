"""Texts in GitLab's own Markdown."""

import re

ACTION = re.compile(r"^/(?=[A-Za-z])", re.MULTILINE)
SUGGESTION = re.compile(r"^(?P<fence>`{3,})suggestion[ \t]*$", re.MULTILINE)


def without_actions(text: str) -> str:
    """A text in which no line is a quick action (``/merge``, ``/close``): GitLab would carry it out as the bot's wish.

    GitLab looks for the slash in a line's first column only, and what it counts as code is not what Markdown does; so
    such lines get a blank before them everywhere.
    """
    return ACTION.sub(" /", text.replace("\r\n", "\n"))


def with_suggestion(text: str, above: int, below: int) -> str:
    """The neutral ``suggestion`` block as GitLab's, which names how many lines around the remark's line it replaces."""
    return SUGGESTION.sub(lambda match: f"{match['fence']}suggestion:-{above}+{below}", text)
