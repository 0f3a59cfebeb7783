"""Judges answers to the design task: what of the request each really understands more, and whether the checks agree.

Nothing that the model says of itself counts. A phrase is understood where the changes that quote it make another graph
of resources than there is without them; the graph is composed by rule, and proven as the draft's is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.proof import Proof
from app.domain.resources import Resources
from app.domain.run import Gate
from app.knowledge.catalogue.base import Service
from app.reasoning.base import Verdict
from app.reasoning.offline.build.errors import FAULTS
from app.reasoning.tasks.design import DesignAnswer
from app.reasoning.tasks.design_base import Design, Make, ProveDesign
from app.reasoning.tasks.design_changes import Change, made, resolve
from app.reasoning.tasks.design_environment import overridden, without_environments
from app.reasoning.tasks.design_values import texts_of
from app.reasoning.tasks.design_words import Words, shown, without_comments
from app.reasoning.tasks.files_places import strange_places
from app.reasoning.tasks.proof_told import told

NOTHING = Proof((), planned=False, gate=Gate("failed", ("nothing is built",)))
"""What the checks say where the draft has nothing to build."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A design that may replace the draft's; which of that one's open phrases it answers, and what is left open."""

    design: Design
    answer: DesignAnswer
    proof: Proof
    open: tuple[str, ...]
    understood: tuple[str, ...]


class Judge:
    """Takes answers and keeps the best. ``why`` says what spoke against the last one that was not kept."""

    def __init__(
        self, floor: Design, texts: Sequence[str], services: Mapping[str, Service], make: Make, prove: ProveDesign
    ) -> None:
        self.best: Candidate | None = None
        self.why = ""
        self._said = "\n".join(map(without_comments, texts))
        self.words = Words(texts, floor.open, free=not floor.request.components)
        self._floor = floor
        self._services = services
        self._make = make
        self._prove = prove
        self._floor_proof: Proof | None = None

    def accept(self, answer: DesignAnswer) -> Verdict:
        """Judge one answer; raises ValueError where it makes no sense."""
        try:
            changes = resolve(answer, self._floor.request, self._services, self.words)
            return self._weighed(answer, changes) if changes else self._nothing(answer)
        except ValueError as error:
            self.why = str(error)
            raise

    def _nothing(self, answer: DesignAnswer) -> Verdict:
        """No changes: done where that is meant."""
        self.why = self.why or "nothing was found to change"
        unnamed = self._unnamed(self._floor.open, answer)
        return Verdict(not unnamed, f"There are no changes. Still open: {_listed(unnamed)}")

    def _weighed(self, answer: DesignAnswer, changes: Sequence[Change]) -> Verdict:
        kept, design, understood, doubts = self._counted(answer, changes)
        doubts += [
            f"not built, for it answers no open phrase in full: {one.words}" for one in changes if one not in kept
        ]
        open_now = dict.fromkeys((*self._floor.request.not_understood, *design.resources.not_understood))
        left = tuple(phrase for phrase in open_now if phrase not in understood)
        candidate = Candidate(design, answer, NOTHING, left, understood)
        lost = self._lost(candidate) + self._overridden(design)
        if lost or not self._understands_more(candidate):
            return self._not_kept(candidate, [*lost, *doubts] or ["it understands nothing more"])
        return self._proven(candidate, doubts)

    def _counted(
        self, answer: DesignAnswer, changes: Sequence[Change]
    ) -> tuple[Sequence[Change], Design, tuple[str, ...], list[str]]:
        """The changes that answer a phrase, what they build, the phrases, and what is wrong with the other claims.

        Where the draft is empty every change counts.
        """
        doubts: list[str] = []
        while True:
            design = self._made(changes)
            understood, wrong = self._understood(answer, changes, design)
            doubts = doubts or wrong
            if not self._floor.request.components or not understood:
                return changes, design, understood, doubts
            kept = [change for change in changes if any(phrase.text in understood for phrase in change.phrases)]
            if len(kept) == len(changes):
                return kept, design, understood, doubts
            changes = kept

    def _made(self, changes: Sequence[Change]) -> Design:
        try:
            return self._make(made(self._floor.request, changes))
        except FAULTS as error:
            raise ValueError(f"this cannot be built: {error}") from error

    def _understood(
        self, answer: DesignAnswer, changes: Sequence[Change], design: Design
    ) -> tuple[tuple[str, ...], list[str]]:
        """Claims that hold, and what is wrong with the others."""
        found: list[str] = []
        wrong: list[str] = []
        for claim in dict.fromkeys(answer.understood):
            phrases = self.words.named_by(claim)
            if not phrases:
                wrong.append(f"{shown(claim)} is no open phrase that can be answered; copy one exactly")
            for phrase in phrases:
                about = [change for change in changes if phrase in change.phrases]
                if not about:
                    wrong.append(f"no change quotes {shown(phrase.text)}")
                elif self._same_without(about, changes, design):
                    named = ", ".join(change.words for change in about)
                    wrong.append(f"{shown(phrase.text)}: without {named} the same would be built")
                else:
                    found.append(phrase.text)
        return tuple(dict.fromkeys(found)), wrong

    def _same_without(self, about: Sequence[Change], changes: Sequence[Change], design: Design) -> bool:
        rest = [change for change in changes if change not in about]
        try:
            return _graph(self._made(rest).resources) == _graph(design.resources)
        except ValueError:
            return False

    def _lost(self, candidate: Candidate) -> list[str]:
        """Components of the draft that nothing is built for any more, though nobody asked for that."""
        wanted = {component.id for component in self._floor.request.components}
        removed = {one.component for one in candidate.answer.remove}
        if wanted and not _built(candidate.design.resources):
            return ["nothing would be built any more"]
        gone = wanted & _built(self._floor.resources) - _built(candidate.design.resources) - removed
        return [f"nothing would be built any more for {one}" for one in sorted(gone)]

    def _overridden(self, design: Design) -> list[str]:
        """What programs would no longer be told, or told otherwise, because of the answer's own environments."""
        plain = without_environments(design.request, self._floor.request)
        return [] if plain == design.request else overridden(self._make(plain).resources, design.resources)

    def _understands_more(self, candidate: Candidate) -> bool:
        if not self._floor.request.components:
            return bool(candidate.design.resources.resources)
        return len(candidate.open) < len(self._floor.open)

    def _proven(self, candidate: Candidate, doubts: Sequence[str]) -> Verdict:
        """Hold it against the draft by the checks, which are run for the draft only now."""
        empty = not self._floor.request.components
        if self._floor_proof is None:
            self._floor_proof = NOTHING if empty else self._prove(self._floor, None)
        asked = replace(candidate.design.request, not_understood=self._floor.request.not_understood)
        proof = self._prove(replace(candidate.design, request=asked), self._floor_proof)
        strange = strange_places(proof, self._floor_proof, self._said)
        proof = replace(proof, refused=(*proof.refused, *_answered(strange, candidate.answer)))
        candidate = replace(candidate, proof=proof)
        worse = proof.worse_than(self._floor_proof)
        if not worse and empty and not (proof.planned and proof.gate.passed):
            worse = "it does not pass the checks" if proof.planned else "it does not plan"
        if worse:
            return self._not_kept(candidate, [worse, *doubts])
        if self.best is None or _key(candidate) > _key(self.best):
            self.best = candidate
        unnamed = self._unnamed(candidate.open, candidate.answer)
        return Verdict(proof.planned and not unnamed, _told(candidate, unnamed, doubts))

    def _not_kept(self, candidate: Candidate, wrong: Sequence[str]) -> Verdict:
        self.why = "; ".join(wrong)
        unnamed = self._unnamed(candidate.open, candidate.answer)
        return Verdict(done=False, told=_told(candidate, unnamed, ["Not kept.", *wrong]))

    def _unnamed(self, left: Sequence[str], answer: DesignAnswer) -> tuple[str, ...]:
        """Open phrases of which an answer does not say that they stay open; those that nobody may answer do not
        count."""
        named = {phrase for one in answer.not_understood for phrase in self.words.named_by(one)}
        asked = {phrase.text for phrase in self.words.open if phrase not in named}
        return tuple(phrase for phrase in left if phrase in asked or phrase not in self._floor.open)


def _answered(strange: Sequence[str], answer: DesignAnswer) -> Iterator[str]:
    """Those that something in the answer has to do with: the others are the catalogue's own."""
    parts = [one.model_dump(exclude={"quote"}) for one in (*answer.add, *answer.change, *answer.bounds, *answer.tags)]
    given = {text.casefold() for part in parts for text in texts_of(list(part.values())) if len(text) > 1}
    places = ((one, one.removeprefix("it names ").removesuffix(", which the request does not")) for one in strange)
    yield from (one for one, place in places if any(text in place or place in text for text in given))


def _key(candidate: Candidate) -> tuple[object, ...]:
    return (-len(candidate.open), candidate.proof.score)


def _graph(resources: Resources) -> Resources:
    """What is built, without words about it: comments, owners, files they are in, and outputs."""
    plain = tuple(replace(one, comment="", component="", concern="") for one in resources.resources)
    return replace(resources, resources=plain, outputs=(), findings=(), not_understood=(), acceptances=())


def _built(resources: Resources) -> set[str]:
    """The components that something is built for."""
    return {one.component for one in resources.resources if one.component and not one.data}


def _listed(phrases: Sequence[str]) -> str:
    return "; ".join(map(shown, phrases)) or "nothing"


def _told(candidate: Candidate, unnamed: Sequence[str], wrong: Sequence[str]) -> str:
    """What the checks say, so that it can be mended."""
    lines = [*wrong, *([] if candidate.proof is NOTHING else [told(candidate.proof)])]
    if unnamed:
        lines.append(f"Still open, and not in `not_understood`: {_listed(unnamed)}")
    return "\n".join(lines)
