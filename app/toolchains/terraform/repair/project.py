"""The files under repair, as the directories that Terraform reads as one: who refers to whom, and where things go."""

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.toolchains.terraform.hcl import Block
from app.toolchains.terraform.repair.hcl_edit import Document, NotMechanical, Piece


@dataclass(frozen=True, slots=True)
class Target:
    """What a finding is about: its file, its address without modules and indexes, and whether a module call made it."""

    path: str
    address: str
    in_module: bool = False


Snapshot = Mapping[str, tuple[Piece, ...]]


class Project:
    """All files by path, each parsed when it is first needed."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._texts = dict(files)
        self._documents: dict[str, Document] = {}

    def document(self, path: str) -> Document:
        """A file; raises ``NotMechanical`` where it is not there or cannot be read."""
        if path not in self._documents:
            if path not in self._texts:
                raise NotMechanical(f"{path} is not among the files")
            self._documents[path] = Document(path, self._texts[path])
        return self._documents[path]

    def create(self, path: str) -> Document:
        """A file that may be new."""
        self._texts.setdefault(path, "")
        return self.document(path)

    def texts(self) -> dict[str, str]:
        """All texts as they are now."""
        return self._texts | {path: document.text for path, document in self._documents.items()}

    def snapshot(self) -> Snapshot:
        """The state, to compare with or to go back to."""
        return {path: document.snapshot() for path, document in self._documents.items()}

    def restore(self, snapshot: Snapshot) -> None:
        """Go back to an earlier state; files that were not read then are read anew when they are needed."""
        for path in list(self._documents):
            if path in snapshot:
                self._documents[path].restore(snapshot[path])
            else:
                del self._documents[path]
                if not self._texts[path]:
                    del self._texts[path]

    def changed_since(self, snapshot: Snapshot) -> Iterator[tuple[str, str]]:
        """Text before and after of every file that changed, only its pieces that did."""
        for path, document in sorted(self._documents.items()):
            old = snapshot.get(path)
            if old is None:
                old = Document(path, self._texts[path]).snapshot()
            new = document.snapshot()
            if [piece.text for piece in old] == [piece.text for piece in new]:
                continue
            first, last = _same_ends(old, new)
            yield (
                "\n".join(piece.text for piece in old[first : len(old) - last]),
                "\n".join(piece.text for piece in new[first : len(new) - last]),
            )

    def neighbours(self, path: str) -> Iterator[Document]:
        """The readable files of the same directory, the file itself first."""
        folder = path.rpartition("/")[0]
        same = [
            other
            for other in self._texts
            if other.rpartition("/")[0] == folder and other.endswith((".tf", ".tofu")) and other != path
        ]
        for other in (path, *sorted(same)):
            with contextlib.suppress(NotMechanical):
                yield self.document(other)

    def all(self, ending: str = ".tf") -> Iterator[Document]:
        """Every readable file with this ending."""
        for path in sorted(self._texts):
            if path.endswith(ending):
                with contextlib.suppress(NotMechanical):
                    yield self.document(path)

    def blocks(self, path: str, kind: str) -> Iterator[tuple[Document, Block, str]]:
        """The resources of a type in the same directory, with their files and texts."""
        for document in self.neighbours(path):
            for block, text in document.blocks("resource"):
                if block.labels[:1] == (kind,):
                    yield document, block, text

    def has(self, path: str, address: str) -> bool:
        """Whether the directory declares an address."""
        return any(document.find(address) for document in self.neighbours(path))


def _same_ends(old: Sequence[Piece], new: Sequence[Piece]) -> tuple[int, int]:
    """How many pieces agree at the start and at the end."""
    shorter = min(len(old), len(new))
    first = next((at for at in range(shorter) if old[at].text != new[at].text), shorter)
    rest = shorter - first
    last = next((at for at in range(rest) if old[-1 - at].text != new[-1 - at].text), rest)
    return first, last


def mentions(text: str, address: str) -> bool:
    """Whether an expression or block refers to an address."""
    return re.search(rf"(?<![\w.-]){re.escape(address)}(?![\w-])", text) is not None


def target_of(path: str, resource: str) -> Target:
    """``module.a.module.b["x"].aws_x.y[0]`` → the block ``aws_x.y`` in ``path``."""
    plain = re.sub(r"\[[^\]]*\]", "", resource)
    in_module = plain.startswith("module.") and plain.count(".") > 1
    while plain.startswith("module.") and plain.count(".") > 1:
        plain = plain.split(".", 2)[2]
    return Target(path, plain, in_module)
