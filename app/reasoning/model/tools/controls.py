"""The tool that tells what a rule is evidence for, and what a control asks."""

from collections.abc import Callable, Iterator, Mapping

from pydantic import Field

from app.domain.rule import Rule
from app.knowledge.controls import Control, Framework, assessable, frameworks, sources
from app.reasoning.base import Tool
from app.reasoning.model.tools.making import Input, listed, make_tool, nearest

MOST_RULES = 40


class Controls(Input):
    """What to tell of."""

    of: str = Field(
        min_length=1,
        max_length=120,
        description="a rule (CKV_AWS_18, AGT_IAM_ADMIN), a framework (hipaa) or a control (164.312(b))",
    )


def control_tool(rules: Callable[[], Mapping[str, Rule]]) -> Tool:
    """The tool for the frameworks on board; ``rules`` is all that is known of rules."""
    return make_tool(
        "controls",
        "Tells what a rule looks for and which controls it is evidence for, what a control asks and by which rules it "
        "is looked at, or the controls of a framework. Evidence is never proof of compliance.",
        Controls,
        lambda given: _describe(given.of.strip(), rules()),
        "rules and controls",
    )


def _describe(name: str, rules: Mapping[str, Rule]) -> str:
    wanted = name.lower()
    if wanted in frameworks():
        return listed(_of_framework(frameworks()[wanted]), "ask for a control by its id")
    known = {rule.lower(): rule for rule in rules}
    if wanted in known:
        return listed(_of_rule(rules[known[wanted]]), "ask for a control by its id")
    found = [(one, it) for one in frameworks().values() for it in one.controls if it.id.lower() == wanted]
    if found:
        return listed((line for one, it in found for line in _of_control(one, it, rules)), "ask for a rule by its id")
    ids = [*frameworks(), *rules, *(it.id for one in frameworks().values() for it in one.controls)]
    raise ValueError(f"no rule, framework or control is called {name!r}.{nearest(name, ids)}")


def _of_framework(one: Framework) -> Iterator[str]:
    looked = assessable(one.key)
    yield f"{one.name}. Those marked * have rules that are evidence for them."
    yield from (f"{it.id}{'*' if it.id in looked else ''}: {it.title}" for it in one.controls)


def _of_rule(rule: Rule) -> Iterator[str]:
    yield f"{rule.id} ({rule.severity.name.lower()}): {rule.title}"
    yield from (text for text in (rule.why, rule.mend) if text)
    if not rule.controls:
        yield "It is evidence for no control."
    for key, ids in rule.controls.items():
        framework = frameworks().get(key)
        titles = {it.id: it.title for it in framework.controls} if framework else {}
        yield f"Evidence for {framework.name if framework else key}:"
        yield from (f"- {one}: {titles[one]}" if one in titles else f"- {one}" for one in ids)


def _of_control(framework: Framework, one: Control, rules: Mapping[str, Rule]) -> Iterator[str]:
    source = sources()[one.source]
    yield f"{framework.name}, {one.id}: {one.title} (source: {source['name']}, {source['date']})"
    looking = [rule for rule in rules.values() if one.id in rule.controls.get(framework.key, ())]
    if not looking:
        yield "No rule looks at it; it shows only while things run."
    yield from (f"- {rule.id}: {rule.title}" for rule in looking[:MOST_RULES])
    if len(looking) > MOST_RULES:
        yield f"- and {len(looking) - MOST_RULES} more rules"
