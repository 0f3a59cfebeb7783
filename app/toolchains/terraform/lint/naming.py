"""Names: one spelling, nothing said twice."""

import re
from collections.abc import Iterator

from app.domain.finding import Severity
from app.toolchains.terraform.lint.base import STYLE, Hit, Rule, Scope, hit, words

SNAKE = re.compile(r"[a-z_][a-z0-9_]*")
NAMED = ("resource", "data", "variable", "output", "module")


def spelling(scope: Scope) -> Iterator[Hit]:
    """Names that are not lower case with underscores."""
    for source, block in scope.blocks(*NAMED):
        if block.labels and not SNAKE.fullmatch(block.labels[-1]):
            yield hit(source, block, f"the name `{block.labels[-1]}` is not lower case with underscores", block.line)
    for source, block in scope.blocks("locals"):
        for name, attribute in block.attributes.items():
            if not SNAKE.fullmatch(name):
                message = f"the name `{name}` is not lower case with underscores"
                yield Hit(source, attribute.line, attribute.line, message, f"local.{name}")


def repeated_type(scope: Scope) -> Iterator[Hit]:
    """Labels that say the whole type again (``aws_s3_bucket.logs_s3_bucket``)."""
    for source, block in scope.blocks("resource", "data"):
        if len(block.labels) != 2:
            continue
        kind, label = words(block.labels[0])[1:], words(block.labels[1])
        if len(kind) > 1 and len(label) > len(kind) and _contains(label, kind):
            yield hit(source, block, f"the name `{block.labels[1]}` repeats the type `{block.labels[0]}`", block.line)


def _contains(label: list[str], kind: list[str]) -> bool:
    return any(label[at : at + len(kind)] == kind for at in range(len(label) - len(kind) + 1))


RULES = (
    Rule(
        "AGT_TF_NAME_SPELLING", Severity.INFO, "Name not in snake case",
        "Terraform's own names use lower case and underscores; one spelling makes addresses predictable. Rename it "
        "with a `moved` block.",
        STYLE, spelling,
    ),
    Rule(
        "AGT_TF_NAME_REPEATS_TYPE", Severity.INFO, "Name repeats the resource type",
        "The address already begins with the type. Say what the resource is for; rename with a `moved` block.",
        STYLE, repeated_type,
    ),
)  # fmt: skip
