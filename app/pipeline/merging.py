"""Generated files meet what people committed on top: people's edits stay, a conflict is told, never forced."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from app.domain.artifact import Artifact
from app.domain.merge import Conflict, ConflictKind, Merge
from app.domain.redaction import redact
from app.processes.git import git
from app.reports.documents import CONCERN, with_mark_of
from app.workspace import Workspace

EXCERPT = 400
"""Characters of each side that a conflict shows."""
UNREADABLE = "\ufffd"
"""Stands in text that was no UTF-8: such a file is nobody's to merge."""
HUNK = re.compile(r"^<{9} .*?\n(?P<theirs>.*?)^\|{9} .*?\n.*?^={9}\n(?P<ours>.*?)^>{9} ", re.MULTILINE | re.DOTALL)


REASONS: Mapping[ConflictKind, str] = {
    "edited": "people changed the same lines as the new version",
    "added": "people wrote a file where a new one is to stand",
    "outdated": "people changed a file that is no longer generated",
    "plan": "the stack does not plan with what people changed",
}


class Merger:
    """Writes artifacts into the branch's tree, merged with what people changed.

    ``head`` is the commit that the tree was checked out at, ``generated`` the last one in its history whose generated
    files are as they were generated. Where that is unknown, ``strict`` says what a difference is: people's (True), or
    nobody's (False: a new branch, whose change people look through before it counts).
    """

    def __init__(
        self, workspace: Workspace, head: str | None, generated: str | None, scratch: Path, *, strict: bool
    ) -> None:
        self._workspace = workspace
        self._head = head
        self._generated = generated
        self._scratch = scratch
        self._active = head is not None and (generated is not None or strict)
        self._kept: dict[str, None] = {}
        self._deleted: dict[str, None] = {}
        self._conflicts: dict[str, Conflict] = {}

    @property
    def merge(self) -> Merge:
        """What has become of people's work so far."""
        return Merge(tuple(self._kept), tuple(self._deleted), tuple(self._conflicts.values()))

    def write(self, artifacts: Sequence[Artifact]) -> None:
        """Write each artifact, merged."""
        if not self._active:
            self._workspace.write(artifacts)
            return
        for artifact in artifacts:
            for seen in (self._kept, self._deleted, self._conflicts):
                seen.pop(artifact.path, None)
            text = self._merged(artifact)
            if text is not None:
                self._workspace.write([replace(artifact, content=text)])

    def preview(self, artifacts: Sequence[Artifact]) -> tuple[tuple[Artifact, ...], tuple[str, ...]]:
        """What ``write`` would write, and why nothing could be pushed then; nothing is written or remembered."""
        if not self._active:
            return tuple(artifacts), ()
        other = Merger(self._workspace, self._head, self._generated, self._scratch, strict=True)
        texts = [(artifact, other._merged(artifact)) for artifact in artifacts]
        return tuple(replace(artifact, content=text) for artifact, text in texts if text is not None), other.reasons()

    def remove(self, paths: Sequence[str]) -> tuple[str, ...]:
        """Remove what is no longer generated, unless people changed it; returns what was removed."""
        if not self._active:
            return self._workspace.remove(paths)
        return self._workspace.remove([path for path in paths if self._theirs(path) and not self._changed(path)])

    def before(self, path: str) -> str:
        """The file as it was last generated; as it is on the branch where that is unknown."""
        revision = self._generated or self._head
        return (self._workspace.text(path, revision) or "") if revision else ""

    def refuse(self, stack: str, why: str) -> None:
        """The merged stack does not plan: nothing of it may be pushed."""
        if self._kept or self._deleted:
            self._refuse(Conflict(stack, "plan", theirs=_short(why)))

    def reasons(self) -> tuple[str, ...]:
        """Why nothing may be pushed, for the gate."""
        blocking = [conflict for conflict in self._conflicts.values() if conflict.blocking]
        return tuple(f"{conflict.path}: {REASONS[conflict.kind]}" for conflict in blocking)

    def _theirs(self, path: str) -> str | None:
        return self._workspace.text(path, self._head) if self._head else None

    def _base(self, path: str) -> str | None:
        return self._workspace.text(path, self._generated) if self._generated else None

    def _changed(self, path: str) -> bool:
        """Whether people changed a file that is to go; if so it stays."""
        theirs, base = self._theirs(path), self._base(path)
        if theirs == base:
            return False
        self._conflicts[path] = Conflict(path, "outdated", theirs=_short(theirs or ""))
        return True

    def _merged(self, artifact: Artifact) -> str | None:
        """The text to write; None where the tree stays as it is."""
        path, ours = artifact.path, artifact.content
        theirs, base = self._theirs(path), self._base(path)
        if theirs is None:
            if base is None:
                return ours
            self._deleted[path] = None
            return None
        if theirs in {base, ours}:
            return ours
        self._kept[path] = None
        if ours == base:
            return theirs
        return self._both(artifact, theirs, base)

    def _both(self, artifact: Artifact, theirs: str, base: str | None) -> str | None:
        """Both sides changed the file."""
        path, ours = artifact.path, artifact.content
        document = artifact.concern == CONCERN and self._generated is not None
        if UNREADABLE in theirs:
            self._refuse(Conflict(path, "edited", 1, "", _short(ours), not document))
            return None
        if base is None:
            kind: ConflictKind = "added" if self._generated else "edited"
            self._refuse(Conflict(path, kind, 1, _short(theirs), _short(ours), not document))
            return theirs
        if document:
            theirs, base = with_mark_of(theirs, ours), with_mark_of(base, ours)
        text, hunk = self._three_way(theirs, base, ours, union=path.endswith("/CHANGELOG.md"))
        if hunk is None:
            return text
        line = text[: hunk.start()].count("\n") + 1
        self._refuse(Conflict(path, "edited", line, _short(hunk["theirs"]), _short(hunk["ours"]), not document))
        return theirs

    def _refuse(self, conflict: Conflict) -> None:
        self._kept.pop(conflict.path, None)
        self._conflicts[conflict.path] = conflict

    def _three_way(self, theirs: str, base: str, ours: str, *, union: bool) -> tuple[str, re.Match[str] | None]:
        """The merged text, or the text with markers and the first place where both sides differ."""
        names = []
        for name, text in (("theirs", theirs), ("base", base), ("ours", ours)):
            path = self._scratch / f"merge-{name}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
            names.append(str(path))
        how = ("--union",) if union else ("--diff3", "--marker-size=9", "-L", "theirs", "-L", "base", "-L", "ours")
        done = git("merge-file", "-p", "--quiet", *how, *names, cwd=self._scratch)
        if done.exit_code == 0:
            return done.stdout, None
        # Killed or refused is no merge either: without a place to show, the whole file is the conflict.
        return done.stdout, HUNK.search(done.stdout) or re.match(r"(?P<theirs>)(?P<ours>)", "")


def _short(text: str) -> str:
    text = redact(text)
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT].rstrip()}…"
