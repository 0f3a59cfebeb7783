"""Where a model's code is tried: every answer is guarded, planned, applied and scanned; only what is proven counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.artifact import Artifact
from app.domain.planned import block_of
from app.domain.proof import Proof, Score
from app.reasoning.base import Tool, Verdict
from app.reasoning.model.tools.making import make_tool
from app.reasoning.tasks.files import FileChange, FilesAnswer, FilesCheck, Understood, Unfit, changed
from app.reasoning.tasks.files_places import strange_places
from app.reasoning.tasks.files_types import strange_types
from app.reasoning.tasks.proof_told import built, told

CHECK = (
    "Formats, validates, plans and applies the draft with these changes in simulation, scans and prices it, and says "
    "what came of it. Nothing is kept: `submit` the same changes when you are content."
)
ProveFiles = Callable[[tuple[Artifact, ...]], Proof]
"""Checks all files of the stack against the floor."""
Format = Callable[[Mapping[str, str]], Mapping[str, str]]
"""Formats Terraform files (path → text); what cannot be read stays as it is."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A phrase of the user's that resources answer."""

    phrase: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that is better than the draft: its files, what is no longer open, and the model's own words."""

    artifacts: tuple[Artifact, ...]
    proof: Proof
    claims: tuple[Claim, ...]
    why: str

    @property
    def worth(self) -> tuple[int, Score]:
        """Larger is better: what is understood, then what the checks say."""
        return len(self.claims), self.proof.score


class Bench:
    """One task's tries.

    ``phrases`` are the open ones, ``said`` all the user's words; ``kept`` is the best answer so far, None while none is
    better than the draft; ``wrong`` what spoke against the last one.
    """

    def __init__(
        self,
        draft: Sequence[Artifact],
        floor: Proof,
        phrases: Sequence[str],
        said: str,
        prove: ProveFiles,
        form: Format,
        producer: str,
    ) -> None:
        self.kept: Kept | None = None
        self.wrong = ""
        self._draft = {artifact.path: artifact for artifact in draft}
        self._floor = floor
        self._phrases = tuple(phrases)
        self._said = said
        self._prove = prove
        self._form = form
        self._producer = producer

    @property
    def tool(self) -> Tool:
        """``check``."""
        return make_tool("check", CHECK, FilesCheck, self._check, "what the checks say of a try")

    def accept(self, answer: FilesAnswer) -> Verdict:
        """Judge an answer; the best one is remembered."""
        if not answer.files:
            self.wrong = self.wrong or "it found nothing that it could add"
            return Verdict(done=True)
        try:
            artifacts = self._artifacts(answer.files)
        except Unfit as unfit:
            return self._told(str(unfit))
        proof = self._proven(artifacts)
        claims, problems = self._verified(answer.understood, proof)
        problems = [*self._worse(proof, claims), *problems]
        better = Kept(artifacts, proof, claims, answer.why)
        if self._may_stand(better) and (self.kept is None or better.worth > self.kept.worth):
            self.kept = better
        if not problems and self._may_stand(better):
            return Verdict(done=True)
        return self._told("\n".join([*(problems or ["it is no better than the draft"]), told(proof, self._floor)]))

    def _told(self, text: str) -> Verdict:
        self.wrong = text.splitlines()[0]
        return Verdict(done=False, told=text)

    def _check(self, given: FilesCheck) -> str:
        try:
            artifacts = self._artifacts(given.files)
        except Unfit as error:
            raise ValueError(str(error)) from error
        return told(self._proven(artifacts), self._floor)

    def _proven(self, artifacts: tuple[Artifact, ...]) -> Proof:
        """The proof, which refuses types and places that nobody spoke of."""
        proof = self._prove(artifacts)
        strange = (look(proof, self._floor, self._said) for look in (strange_types, strange_places))
        return replace(proof, refused=(*proof.refused, *(one for found in strange for one in found)))

    def _artifacts(self, changes: Sequence[FileChange]) -> tuple[Artifact, ...]:
        """All files of the stack with the changes made and formatted; raises ``Unfit``."""
        draft = {path: artifact.content for path, artifact in self._draft.items()}
        files = changed(draft, changes)
        touched = {path: text for path, text in files.items() if draft.get(path) != text}
        files |= self._form({path: text for path, text in touched.items() if path.endswith(".tf")})
        return tuple(
            replace(self._draft[path], content=text) if path in self._draft else Artifact(path, text, self._producer)
            for path, text in files.items()
        )

    def _verified(self, understood: Sequence[Understood], proof: Proof) -> tuple[tuple[Claim, ...], list[str]]:
        """The claims that hold, and what is wrong with the others.

        Each address must be new or different beside the draft, and each phrase needs one that no other one has.
        """
        before, now = built(self._floor), built(proof)
        taken: set[str] = set()
        claims: dict[int, Claim] = {}
        problems: list[str] = []
        for one in understood:
            addresses = tuple(dict.fromkeys(block_of(address) for address in one.addresses))
            idle = [address for address in addresses if now.get(address) in (None, before.get(address))]
            if one.phrase > len(self._phrases) or one.phrase in claims:
                problems.append(f"there is no open phrase {one.phrase}, or it was named twice")
            elif idle:
                problems.append(f"phrase {one.phrase}: {', '.join(idle)} is not there, or as it was in the draft")
            elif not set(addresses) - taken:
                problems.append(f"phrase {one.phrase}: its resources answer other phrases already")
            else:
                claims[one.phrase] = Claim(self._phrases[one.phrase - 1], addresses)
                taken |= set(addresses)
        return tuple(claims.values()), problems

    def _worse(self, proof: Proof, claims: Sequence[Claim]) -> list[str]:
        """Why the proof may not stand instead of the floor's, whatever it answers."""
        worse = proof.worse_than(self._floor)
        if worse or not proof.planned:
            return [f"it may not replace the draft: {worse or 'it does not plan and apply in simulation'}"]
        before, now = built(self._floor), built(proof)
        named = {address for claim in claims for address in claim.addresses}
        gone = sorted(before.keys() - now.keys())
        touched = sorted(one for one in before.keys() & now.keys() if before[one] != now[one] and one not in named)
        problems = [f"it drops {', '.join(gone)}, which the draft has"] if gone else []
        if touched and self._floor.planned:
            problems.append(f"it changes {', '.join(touched)}, which no answered phrase names")
        return problems

    def _may_stand(self, one: Kept) -> bool:
        """Whether it may replace the draft: nothing is worse, and more is understood or a broken draft is mended."""
        if self._worse(one.proof, one.claims):
            return False
        broken = not (self._floor.planned and self._floor.gate.passed)
        return bool(one.claims) or (broken and one.proof.score[:3] > self._floor.score[:3])
