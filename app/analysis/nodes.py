"""YAML with its lines: composes a text within bounds, and notes everything that does not fit, not only the first."""

from collections.abc import Sequence

import yaml

Problem = tuple[int, str]
"""A line, from 1, and what is wrong there."""
DEEPEST = 40
"""Lists and mappings inside one another: reading deep nesting takes the square of its depth."""
MOST = 50
"""Problems that are told of one file."""
LONGEST = 60
"""Characters of what stands in the file that are repeated."""


class NodeReader:
    """Turns nodes into values; what does not fit is noted and read as if it were not there."""

    def __init__(self) -> None:
        self._noted: list[Problem] = []

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What does not fit, each once, by line."""
        return tuple(sorted(dict.fromkeys(self._noted), key=lambda one: one[0])[:MOST])

    def compose(self, text: str, *, aliases: bool = True, most: int | None = None) -> yaml.Node | None:
        """The document's node; None where it is empty or cannot be read.

        ``most`` is how many nodes may stand in it; without ``aliases`` none is read (a few stand for millions).
        """
        try:
            wrong = _immodest(text, aliases=aliases, most=most)
            if wrong:
                self._noted.append(wrong)
                return None
            node: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            what = getattr(error, "problem", None) or getattr(error, "reason", None) or error
            self._noted.append((mark.line + 1 if mark else 1, f"it is not YAML: {what}"))
            return None
        return node

    def mapping(
        self, node: yaml.Node | None, known: Sequence[str], later: Sequence[str] = (), what: str = "key"
    ) -> dict[str, yaml.Node]:
        """The values of the keys that are known; the first of one that stands twice."""
        fields: dict[str, yaml.Node] = {}
        if node is None:
            return fields
        if not isinstance(node, yaml.MappingNode):
            self.note(node, f"a mapping with {', '.join(known)} was expected")
            return fields
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            if name in later:
                self.note(key, f"{name!r} is not supported yet, take it out")
            elif name not in known:
                self.note(key, f"unknown {what} {cut(name)}; known: {', '.join(known)}")
            elif name in fields:
                self.note(key, f"{name!r} stands here a second time")
            else:
                fields[name] = value
        return fields

    def items(self, node: yaml.Node | None) -> list[yaml.Node]:
        """The nodes of a list."""
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.note(node, "a list was expected")
            return []
        return list(node.value)

    def text(self, node: yaml.Node) -> str:
        """A text; empty where it is none."""
        if not isinstance(node, yaml.ScalarNode) or node.tag.endswith((":null", ":bool")) or not node.value.strip():
            self.note(node, "a text was expected; quotes make one of anything")
            return ""
        return str(node.value)

    def note(self, node: yaml.Node | None, wrong: str) -> None:
        """Something is wrong there; at the file's first line where there is no node."""
        self._noted.append((int(node.start_mark.line) + 1 if node else 1, wrong))


def cut(value: str) -> str:
    """What stands in a file, quoted and short enough to be repeated."""
    return repr(value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…")


def _immodest(text: str, *, aliases: bool, most: int | None) -> Problem | None:
    """What makes the text unfit to be read at all."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        wrong = ""
        if isinstance(event, yaml.AliasEvent) and not aliases:
            wrong = "aliases (*name) are not read; write the value out"
        elif depth > DEEPEST:
            wrong = "it is nested too deeply"
        elif most is not None and number > most:
            wrong = "it holds too much to be read; split it"
        if wrong:
            return (event.start_mark.line + 1 if event.start_mark else 1, wrong)
    return None
