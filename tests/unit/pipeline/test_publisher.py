"""Commits by concern."""

from pathlib import Path

from app.agents.base import Context
from app.domain.artifact import Artifact
from app.domain.merge import Conflict, Merge
from app.domain.request import Request
from app.domain.resources import Resource, Resources
from app.pipeline.publisher import commits_of, joined


def test_scaffold_first_documents_last_and_messages_that_say_what() -> None:
    artifacts = (
        Artifact("s/README.md", "r", "documentation", "documentation"),
        Artifact("s/queue.tf", "q", "developer", "messaging"),
        Artifact("s/versions.tf", "v", "developer", "scaffold"),
        Artifact("s/network.tf", "n", "developer", "network"),
    )
    resources = Resources(
        resources=(
            Resource("aws_sqs_queue", "orders", {}, "messaging"),
            Resource("aws_region", "current", {}, "messaging", data=True),
        )
    )
    context = Context(
        "r", "run", Path(), request=Request("Web shop", "web-shop"), artifacts=artifacts, resources=resources
    )
    commits = commits_of(context)
    assert [commit.subject for commit in commits] == [
        "web-shop: Add versions, providers and inputs",
        "web-shop: Add network",
        "web-shop: Add messaging",
        "web-shop: Document",
    ]
    assert commits[2].body == "For: Web shop\n\n- aws_sqs_queue.orders\n\nAgents-Generated: web-shop"
    assert commits[2].paths == ("s/queue.tf",)


def test_what_was_there_is_changed_not_added() -> None:
    artifacts = tuple(Artifact(f"s/{name}.tf", "x", "developer", name) for name in ("scaffold", "network"))
    context = Context("r", "run", Path(), request=Request("Web shop", "web-shop"), artifacts=artifacts)
    subjects = [commit.subject for commit in commits_of(context, existing={"s/scaffold.tf"})]
    assert subjects == ["web-shop: Change versions, providers and inputs", "web-shop: Add network"]


def test_without_a_request_there_is_nothing_to_commit() -> None:
    assert commits_of(Context("r", "run", Path())) == ()


def test_what_is_removed_is_a_commit_of_its_own() -> None:
    context = Context("r", "run", Path(), request=Request("Web shop", "web-shop"))
    commits = commits_of(context, ["s/old.tf"])
    assert [(commit.subject, commit.paths) for commit in commits] == [
        ("web-shop: Remove what is no longer asked for", ("s/old.tf",))
    ]


def test_the_joining_commit_says_what_became_of_peoples_work() -> None:
    merge = Merge(("s/main.tf",), ("s/gone.tf",), (Conflict("s/README.md", "edited", blocking=False),))
    subject, _, body = joined(Request("Web shop", "web-shop"), merge).partition("\n\n")
    assert subject == "web-shop: Keep what people changed"
    assert body.splitlines()[2:] == ["- kept: s/main.tf", "- stays deleted: s/gone.tf", "- not changed: s/README.md"]
