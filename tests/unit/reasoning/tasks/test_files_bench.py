"""The bench: only what is proven counts, and the best answer is kept."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from app.domain.artifact import Artifact
from app.domain.finding import Severity
from app.domain.proof import Proof
from app.domain.run import Gate
from app.reasoning.base import Verdict
from app.reasoning.tasks.files import FilesAnswer
from app.reasoning.tasks.files_bench import Bench
from tests.builders import finding
from tests.unit.reasoning.tasks.proofs import STACK, artifact, broken, change, proof

DRAFT = (artifact("main.tf", "draft\n"), artifact("src/jobs/index.py", "pass\n"))
JOBS, KEY, TOPIC = change("aws_sqs_queue.jobs", keeps=4), change("aws_kms_key.main"), change("aws_sns_topic.new")
FLOOR = proof(JOBS, KEY)
MORE = proof(JOBS, KEY, TOPIC)
NEW = f"{STACK}/more.tf"
CLAIM = {"phrase": 1, "addresses": ["aws_sns_topic.new"]}


def answer(text: str = "more", *understood: Mapping[str, Any], path: str = NEW, why: str = "") -> FilesAnswer:
    return FilesAnswer.model_validate(
        {"files": [{"path": path, "content": text}], "understood": list(understood), "why": why}
    )


def bench(
    proofs: Mapping[str, Proof] | Proof, floor: Proof = FLOOR, phrases: tuple[str, ...] = ("a topic", "a lamp")
) -> Bench:
    """A bench whose proofs are those of the new file's text."""

    def prove(artifacts: tuple[Artifact, ...]) -> Proof:
        text = next((one.content for one in artifacts if one.path == NEW), "")
        return proofs if isinstance(proofs, Proof) else proofs[text]

    return Bench(DRAFT, floor, phrases, "a topic for ops@example.org", prove, dict, "developer")


def test_more_understood_and_nothing_worse_is_kept() -> None:
    one = bench(MORE)
    assert one.accept(answer("more", CLAIM, why="A topic.")) == Verdict(done=True)
    assert one.kept is not None
    assert [(claim.phrase, claim.addresses) for claim in one.kept.claims] == [("a topic", ("aws_sns_topic.new",))]
    assert one.kept.why == "A topic."
    files = {artifact.path: (artifact.content, artifact.produced_by) for artifact in one.kept.artifacts}
    assert files[NEW] == ("more", "developer")
    assert files[f"{STACK}/main.tf"] == ("draft\n", "developer")


def test_files_are_formatted_before_they_are_proven() -> None:
    seen: list[str] = []

    def form(files: Mapping[str, str]) -> Mapping[str, str]:
        seen.extend(files)
        return {path: text.upper() for path, text in files.items()}

    one = Bench(DRAFT, FLOOR, ("a topic",), "", lambda artifacts: MORE, form, "developer")
    one.accept(answer("more", CLAIM))
    assert one.kept is not None
    assert {artifact.content for artifact in one.kept.artifacts} == {"MORE", "draft\n", "pass\n"}
    assert seen == [NEW]


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (broken(), "the offline result does"),
        (replace(MORE, refused=("a provisioner",)), "refused: a provisioner"),
        (replace(MORE, gate=Gate("failed", ("too dear",))), "the gate fails: too dear"),
        (
            proof(JOBS, KEY, TOPIC, findings=(finding("R1", Severity.LOW, resource="aws_sqs_queue.jobs"),)),
            "it brings R1 on aws_sqs_queue.jobs",
        ),
        (proof(JOBS, TOPIC), "it drops aws_kms_key.main"),
        (proof(change("aws_sqs_queue.jobs", keeps=9), KEY, TOPIC), "it changes aws_sqs_queue.jobs"),
    ],
)
def test_what_is_worse_is_told_and_not_kept(found: Proof, why: str) -> None:
    one = bench(found)
    verdict = one.accept(answer("more", CLAIM))
    assert not verdict.done
    assert why in verdict.told
    assert why in one.wrong
    assert one.kept is None


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ([], "no better than the draft"),
        ([{"phrase": 3, "addresses": ["aws_sns_topic.new"]}], "there is no open phrase 3"),
        ([{"phrase": 1, "addresses": ["aws_sns_topic.other"]}], "aws_sns_topic.other is not there"),
        ([{"phrase": 1, "addresses": ["aws_kms_key.main"]}], "aws_kms_key.main is not there, or as it was"),
        ([{"phrase": 1, "addresses": ["aws_sns_topic.new", "aws_kms_key.main"]}], "as it was in the draft"),
        ([{"phrase": 1, "addresses": ["a topic"]}], "a topic is not there"),
    ],
)
def test_a_claim_that_the_plan_does_not_bear_out_answers_nothing(claims: list[Any], why: str) -> None:
    one = bench(MORE)
    verdict = one.accept(answer("more", *claims))
    assert not verdict.done
    assert why in verdict.told
    assert one.kept is None


def test_places_that_nobody_spoke_of_are_refused_in_a_try_and_in_an_answer() -> None:
    asked, strange = (
        proof(JOBS, KEY, {**TOPIC, "change": {"after": {"to": to}}}) for to in ("ops@example.org", "x@evil.example")
    )
    one = bench({"asked": asked, "strange": strange})
    why = "it names x@evil.example, which the request does not"
    assert why in one.tool.call({"files": [{"path": NEW, "content": "strange"}]})
    assert why in one.accept(answer("strange", CLAIM)).told
    assert one.kept is None
    assert one.accept(answer("asked", CLAIM)).done


def test_one_resource_answers_one_phrase() -> None:
    one = bench(MORE)
    verdict = one.accept(answer("more", CLAIM, {**CLAIM, "phrase": 2}))
    assert "phrase 2: its resources answer other phrases already" in verdict.told
    assert one.kept is not None
    assert [claim.phrase for claim in one.kept.claims] == ["a topic"]
    assert "named twice" in one.accept(answer("more", CLAIM, CLAIM)).told


def test_a_changed_resource_may_be_named_and_instances_count_as_their_block() -> None:
    one = bench(proof(change("aws_sqs_queue.jobs", keeps=9), KEY))
    assert one.accept(answer("more", {"phrase": 1, "addresses": ["aws_sqs_queue.jobs[0]"]})).done
    assert one.kept is not None
    assert one.kept.claims[0].addresses == ("aws_sqs_queue.jobs",)


def test_the_best_answer_is_kept_whatever_comes_later() -> None:
    second = change("aws_sns_topic.second")
    proofs = {
        "one": MORE,
        "dear": replace(MORE, monthly=Decimal(900)),
        "both": proof(JOBS, KEY, TOPIC, second),
        "bad": broken(),
    }
    one = bench(proofs)
    both = (CLAIM, {"phrase": 2, "addresses": ["aws_sns_topic.second"]})
    kept = []
    for text, claims in (("one", (CLAIM,)), ("dear", (CLAIM,)), ("both", both), ("one", (CLAIM,)), ("bad", both)):
        one.accept(answer(text, *claims))
        kept.append(one.kept.artifacts[-1].content if one.kept else "")
    assert kept == ["one", "one", "both", "both", "both"]


def test_a_broken_draft_may_be_mended_without_a_phrase() -> None:
    one = bench(proof(JOBS), floor=broken(), phrases=())
    assert one.accept(answer()).done
    assert one.kept is not None
    worse = bench(broken(), floor=broken(), phrases=())
    assert "it does not plan and apply in simulation" in worse.accept(answer()).told
    assert worse.kept is None


def test_a_cheaper_draft_is_no_reason_to_replace_one_that_fails_the_gate() -> None:
    floor = replace(FLOOR, gate=Gate("failed", ("a finding",)))
    one = bench(replace(floor, monthly=Decimal(1)), floor=floor, phrases=())
    assert not one.accept(answer()).done
    assert one.kept is None


def test_an_answer_without_files_ends_the_task_and_says_why_nothing_changed() -> None:
    one = bench(MORE)
    assert one.accept(FilesAnswer()).done
    assert (one.kept, one.wrong) == (None, "it found nothing that it could add")
    tried = bench(broken())
    tried.accept(answer("more", CLAIM))
    tried.accept(FilesAnswer())
    assert "the offline result does" in tried.wrong


def test_an_edit_that_does_not_fit_is_told_and_costs_no_proof() -> None:
    def never(artifacts: tuple[Artifact, ...]) -> Proof:
        raise AssertionError

    one = Bench(DRAFT, FLOOR, ("a",), "", never, dict, "developer")
    verdict = one.accept(answer(path=f"{STACK}/src/jobs/index.py"))
    assert "only .tf files" in verdict.told


def test_the_tool_tells_what_the_checks_say_and_keeps_nothing() -> None:
    one = bench({"more": MORE, "bad": broken("no such argument")})
    call: Callable[[Mapping[str, Any]], str] = one.tool.call
    assert "New: aws_sns_topic.new" in call({"files": [{"path": NEW, "content": "more"}]})
    assert "validate failed: no such argument" in call({"files": [{"path": NEW, "content": "bad"}]})
    assert one.kept is None
    assert one.tool.spec.name == "check"
    assert one.tool.what({}) == "what the checks say of a try"
    for wrong in ({"files": [{"path": "x.sh", "content": ""}]}, {"files": 1}, {}):
        with pytest.raises(ValueError, match=r"only \.tf|^files: "):
            call(wrong)
