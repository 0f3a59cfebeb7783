"""The compliance agent holds plans against the company's rules, and all findings against controls of frameworks."""

from collections.abc import Sequence
from typing import Protocol

from app.agents.base import AgentResult, Context, Locate
from app.analysis.checked import Checked
from app.analysis.company.checks import unjudged
from app.analysis.controls import assess, with_controls
from app.analysis.regions import check_regions
from app.analysis.tags import check_tags
from app.domain.company import CompanyPolicies
from app.domain.finding import Finding, fingerprinted
from app.domain.plan import StackResult, Status
from app.knowledge.controls import frameworks as known_frameworks

GDPR = "gdpr"
SOURCES = frozenset({"compliance", "policy"})
"""What findings of this agent name as their source."""


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
