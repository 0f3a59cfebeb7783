"""A command's words, held against what the catalogue says it takes in a comment."""

from collections.abc import Iterator

from app.domain.command import Command
from app.knowledge.commands import Command as Entry
from app.knowledge.commands import Option
from app.pipeline.grammar.words import Word, Wrong, nearest


def read_arguments(entry: Entry, words: Iterator[Word], line: int) -> Command:
    """The command; raises ``Wrong`` at the first word that it does not take."""
    taken = _Taken(entry)
    for word in words:
        if word.written == "--":
            break
        taken.take(word, words)
    taken.require_all()
    passed = tuple(word.value for word in words)
    return Command(entry.name, tuple(taken.args), taken.named, taken.flags, passed, line)


class _Taken:
    """What a command was given so far."""

    def __init__(self, entry: Entry) -> None:
        options = entry.comment.options if entry.comment else ()
        self.args: list[str] = []
        self.named: dict[str, str] = {}
        self.flags: dict[str, str | bool | tuple[str, ...]] = {}
        self._entry = entry
        self._keys = entry.comment.keys if entry.comment else ()
        self._options = {option.name: option for option in options if not option.positional}
        self._places = [option for option in options if option.positional]

    def take(self, word: Word, following: Iterator[Word]) -> None:
        """One word, and the following one where it is a flag with a value."""
        if word.is_flag:
            self._flag(word, following)
        elif word.key is not None:
            self._key(word, word.key)
        else:
            self._argument(word)

    def require_all(self) -> None:
        """Raises where something is missing that the command cannot do without."""
        for option in [*self._places[len(self.args) :], *self._options.values()]:
            if option.required and option.name not in self.flags:
                raise Wrong(f"{self._entry.name} needs {option.metavar or option.name}", self._entry.name)

    def _flag(self, word: Word, following: Iterator[Word]) -> None:
        flag = word.text if word.key is None else word.key
        option = self._options.get(flag[2:]) if flag.startswith("--") else None
        if option is None:
            raise self._unknown_flag(flag)
        if option.kind == "flag":
            if word.key is not None:
                raise Wrong("a flag without a value", flag)
            self._keep(option, flag, given=True)
            return
        value = word.text if word.key is not None else _value(next(following, None))
        if not value:
            raise Wrong(f"a value is missing: {flag} {option.metavar or option.name.upper()}", flag)
        self._keep(option, flag, given=_chosen(option, value))

    def _keep(self, option: Option, flag: str, *, given: str | bool) -> None:
        before = self.flags.get(option.name)
        if option.kind == "list":
            self.flags[option.name] = (*(before if isinstance(before, tuple) else ()), str(given))
        elif before is not None:
            raise Wrong("given twice", flag)
        else:
            self.flags[option.name] = given

    def _unknown_flag(self, flag: str) -> Wrong:
        if any(f"--{option.name}" == flag for option in self._entry.options if not option.positional):
            return Wrong("a flag of the terminal only", flag)
        return Wrong(
            f"unknown flag of {self._entry.name}", flag, nearest(flag, [f"--{name}" for name in self._options])
        )

    def _key(self, word: Word, key: str) -> None:
        if key not in self._keys:
            meant = f"--{key} {word.text}" if key in self._options else nearest(key, self._keys)
            raise Wrong(f"unknown setting of {self._entry.name}", word.written, meant)
        if key in self.named:
            raise Wrong("given twice", key)
        self.named[key] = word.text

    def _argument(self, word: Word) -> None:
        place = min(len(self.args), len(self._places) - 1)
        if place < 0 or (len(self.args) > place and self._places[place].kind != "list"):
            meant = nearest(f"--{word.text}", [f"--{name}" for name in self._options])
            raise Wrong(f"a word too many for {self._entry.name}", word.written, meant)
        self.args.append(_chosen(self._places[place], word.text))


def _value(word: Word | None) -> str:
    """A flag's value, empty where the next word is no value."""
    return "" if word is None or word.is_flag else word.value


def _chosen(option: Option, value: str) -> str:
    if option.choices and value not in option.choices:
        raise Wrong(f"not one of {', '.join(option.choices)}", value, nearest(value, option.choices))
    return value
