"""The compliance agent holds plans against the company's rules, and all findings against controls of frameworks."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from app.agents.base import AgentResult, Context, Locate, language_of
from app.agents.prompts import render_prompt
from app.analysis.checked import Checked
from app.analysis.company.checks import unjudged
from app.analysis.controls import assess, with_controls
from app.analysis.regions import check_regions
from app.analysis.tags import check_tags
from app.domain.company import CompanyPolicies
from app.domain.compliance import Assessment
from app.domain.finding import Finding, fingerprinted
from app.domain.plan import StackResult, Status
from app.knowledge.controls import frameworks as known_frameworks

GDPR = "gdpr"
SOURCES = frozenset({"compliance", "policy"})
"""What findings of this agent name as their source."""

TOLD = 30
"""Failing controls that a model is told of, and findings of each."""


class CompanyCheck(Protocol):
    """Holds a stack against a company's own policies."""

    def check(self, result: StackResult, policies: CompanyPolicies) -> Checked:
        """What breaks them, a policy that could not be judged included."""
        ...


class Compliance:
    """Evidence toward controls, never proof: what code cannot tell is *not assessable*."""

    name = "compliance"
    reads: tuple[str, ...] = ("findings", "results", "passed")
    writes: tuple[str, ...] = ("assessments",)

    def __init__(self, company: CompanyCheck, locate: Locate) -> None:
        self._company = company
        self._locate = locate

    def run(self, context: Context) -> AgentResult:
        """Check tags, regions and company policies of every stack, then assess the frameworks.

        Frameworks are the policy's and those that the request names. A stack without a plan was not looked at, and the
        stage says so.
        """
        frameworks = _frameworks(context)
        policy = context.policy
        if not (frameworks or policy.required_tags or policy.regions or context.company):
            why = "no framework, tag, region or policy of a company is asked for"
            return AgentResult(why=why, findings=(), assessments=())
        own = [unjudged(problem) for problem in context.company.problems]
        every: list[Checked] = []
        for result in context.results:
            checked = self._check(result, context, gdpr=GDPR in frameworks)
            own += self._locate(context.workdir, result.path, [finding for one in checked for finding in one.findings])
            every += checked
        own = _once(own)
        passed = {rule for one in every for rule in one.passed} - {finding.rule for finding in own}
        others = [finding for finding in context.findings if finding.source not in SOURCES]
        status, why = _status(context.results, [name for name in frameworks if name not in known_frameworks()])
        return AgentResult(
            status=status,
            why=why,
            findings=with_controls(fingerprinted(own)),
            evidence=tuple(evidence for one in every for evidence in one.evidence),
            passed=tuple(sorted(passed)),
            assessments=assess(fingerprinted([*others, *own]), {*context.passed, *passed}, frameworks),
        )

    def _check(self, result: StackResult, context: Context, *, gdpr: bool) -> tuple[Checked, ...]:
        company = self._company.check(result, context.company)
        if result.planned is None:
            return (company,)
        tags = check_tags(result.planned, context.policy.required_tags)
        return (tags, check_regions(result.planned, context.policy.regions, gdpr=gdpr), company)

    def remark(self, context: Context) -> AgentResult:
        """What failing controls want, and what to do about them; each of them stays what it is."""
        if context.thinker is None:
            return AgentResult()
        from app.reasoning.model.tools.keeping import Kept  # noqa: PLC0415 - only where a model is asked
        from app.reasoning.tasks.remarks import LONGEST, MOST, ask_remarks  # noqa: PLC0415 - as above

        kept = Kept(context.policy.reasoner.keep_back)
        findings = [finding for finding in context.findings if finding.counts and not kept.why(finding.path)]
        facts = list(_failing(context.assessments, findings))
        if not facts:
            return AgentResult()

        thought, remarks = ask_remarks(
            context.thinker,
            self.name,
            render_prompt(self.name, language=language_of(context), most=MOST, longest=LONGEST),
            "the failing controls",
            facts[:TOLD],
            ("explanation", "proposal", "summary"),
            frame={"failing": len(facts), "gating_frameworks": list(context.policy.frameworks)},
        )
        return AgentResult(thoughts=(thought,), remarks=remarks)


def _failing(assessments: Sequence[Assessment], findings: Sequence[Finding]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Controls that one of the findings fails, each with those findings."""
    open_ones = {finding.fingerprint: finding for finding in findings}
    for one in assessments:
        for control in one.controls:
            found = [open_ones[print_] for print_ in control.findings if print_ in open_ones]
            if control.standing == "failing" and found:
                failed_by = [{"rule": f.rule, "title": f.title, "on": f.resource or f.path} for f in found[:TOLD]]
                record = {"framework": one.name, "control": control.id, "title": control.title, "findings": failed_by}
                yield f"{one.framework} {control.id}", record


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """Without repeats: a policy that breaks on every stack is one broken policy."""
    return list({(one.rule, one.path, one.line, one.resource, one.title): one for one in findings}.values())


def _frameworks(context: Context) -> tuple[str, ...]:
    named = context.request.constraints.frameworks if context.request else ()
    return tuple(dict.fromkeys((*context.policy.frameworks, *named)))


def _status(results: Sequence[StackResult], unknown: Sequence[str]) -> tuple[Status, str]:
    blind = [result.path for result in results if result.planned is None]
    why = [f"no plan to look at: {', '.join(blind)}"] if blind else []
    why += [f"nothing is known here of {', '.join(unknown)}"] if unknown else []
    if not results:
        return "not_run", "; ".join(["there is no stack here", *why])
    return ("not_run" if len(blind) == len(results) else "passed"), "; ".join(why)
