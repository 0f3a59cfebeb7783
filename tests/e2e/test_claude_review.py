"""A review and an answer with a model: it speaks of what is open, and is told nothing of what is kept back."""

import json
from pathlib import Path
from typing import Any

from tests.builders import git_repository
from tests.e2e.agents import here
from tests.e2e.claude_desk import NO_TOOLS, environment
from tests.e2e.claude_scripts import by_task, submit
from tests.fakes.messages_api import Stub

WORLD = """terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

resource "aws_security_group" "NAME" {
  name        = "NAME"
  description = "SSH from everywhere"

  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
"""
POLICY = "reasoner:\n  keep_back: [vault]\n"
FILES = {
    "shop/main.tf": WORLD.replace("NAME", "shop"),
    "vault/main.tf": WORLD.replace("NAME", "zebra"),
    ".agents.yml": POLICY,
}
HIDDEN = ("vault", "zebra")


SPEAKS = by_task(
    remarks=submit({"remarks": [{"about": "", "kind": "summary", "text": "SSH stands open to everybody."}]}),
    reply=submit({"text": "Whoever finds the group finds SSH."}),
)


def asked(folder: Path, *words: str | Path) -> tuple[Any, str]:
    """The JSON of a command with a model, and every byte that the model was sent."""
    with Stub(SPEAKS) as stub:
        given = {"AGENTS_DATA_DIR": str(folder / "data"), **NO_TOOLS, **environment(stub)}
        code, out, err = here(["--json", *words], given)
    assert code in {0, 1}, err
    assert stub.refused == []
    return json.loads(out), "\n".join(seen.raw.decode() for seen in stub.seen)


def test_a_review_is_remarked_upon_and_kept_back_paths_stay(tmp_path: Path) -> None:
    repository = git_repository(tmp_path / "repo", FILES)
    record, sent = asked(tmp_path, "review", repository)
    assert {finding["path"] for finding in record["findings"]} >= {"shop/main.tf", "vault/main.tf"}
    assert "aws_security_group.shop" in sent
    assert [word for word in HIDDEN if word in sent] == []
    (remark,) = record["remarks"]
    assert (remark["agent"], remark["text"]) == ("security", "SSH stands open to everybody.")
    assert record["gate"] == {"verdict": "passed", "reasons": []}
    recorded = Path(record["reasoner"]["recording"]).read_text()
    assert [word for word in HIDDEN if word in recorded] == []


def test_a_question_is_answered_above_the_facts(tmp_path: Path) -> None:
    repository = git_repository(tmp_path / "repo", FILES)
    record, sent = asked(tmp_path, "explain", "What can somebody do with AGT_NET_OPEN_UNREACHED?", "--repo", repository)
    assert "Whoever finds the group finds SSH." in json.dumps(record)
    assert "What can somebody do" in sent
    assert [word for word in HIDDEN if word in sent] == []
