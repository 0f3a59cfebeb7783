"""Where security and cost want different things: both sides, what each costs, and who wins by which rule.

Precedence: the user's stated constraints (availability, frameworks, what was refused, the budget), then the policy
(frameworks, budget), then the documented default: what protects or detects wins; what keeps things running or on record
wins in production and yields outside of it. Money alone never decides about what protects.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from app.agents.base import PriceOf, ProductionOf
from app.domain.cost import ZERO, Estimate, Saving, in_usd
from app.domain.finding import Finding
from app.domain.planned import block_of
from app.domain.policy import Policy
from app.domain.request import Option, Request, Settlement
from app.knowledge.controls import controls_of
from app.knowledge.savings import Conflict, conflicts

Side = Literal["security", "cost"]
Owner = Literal["request", "policy"]
OWNERS: tuple[Owner, ...] = ("request", "policy")
NAMED = 3
ONE_ZONE = Decimal("99.5")
"""Percent that one zone is promised to be up (service levels of Amazon RDS and EC2 for a single instance)."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What is left after settling: findings that lost are ``explained``, savings that lost are gone."""

    findings: tuple[Finding, ...]
    savings: tuple[Saving, ...]
    settlements: tuple[Settlement, ...]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What decides: what the user said, what the policy says, what is known of the plan."""

    estimate: Estimate
    policy: Policy
    request: Request | None = None
    price_of: PriceOf = lambda _address, _values: None
    production_of: ProductionOf = lambda _address: None


@dataclass(frozen=True, slots=True)
class _Case:
    """One conflict about one resource."""

    conflict: Conflict
    address: str
    dear: Decimal | None
    cheap: Decimal | None
    now: Decimal | None
    findings: tuple[Finding, ...] = ()
    savings: tuple[Saving, ...] = ()


@dataclass(frozen=True, slots=True)
class _Verdict:
    side: Side
    why: str


def settle_costs(findings: Sequence[Finding], savings: Sequence[Saving], circumstances: Circumstances) -> Settled:
    """Settle every known conflict among findings and savings.

    A finding that nothing on the cost side objects to stays as it is and is no conflict.
    """
    decided: dict[tuple[str, _Verdict], list[_Case]] = {}
    for conflict in conflicts():
        for case in _cases(conflict, findings, savings, circumstances):
            verdict = _decide(case, circumstances)
            if verdict is not None:
                decided.setdefault((conflict.id, verdict), []).append(case)
    explained = {
        id(finding): verdict.why
        for (_, verdict), cases in decided.items()
        for case in cases
        for finding in case.findings
        if verdict.side == "cost"
    }
    lost = {
        id(saving)
        for (_, verdict), cases in decided.items()
        for case in cases
        for saving in case.savings
        if verdict.side == "security"
    }
    return Settled(
        tuple(replace(one, explained=explained[id(one)]) if id(one) in explained else one for one in findings),
        tuple(one for one in savings if id(one) not in lost),
        tuple(_settlement(verdict, cases) for (_, verdict), cases in decided.items()),
    )


def _cases(
    conflict: Conflict, findings: Sequence[Finding], savings: Sequence[Saving], circumstances: Circumstances
) -> Iterable[_Case]:
    """The conflict's cases by resource; findings name blocks, savings instances."""
    asked: dict[str, list[Saving]] = {}
    for saving in savings:
        if saving.rule in conflict.savings and _type_of(saving.address) in conflict.types:
            asked.setdefault(saving.address, []).append(saving)
    for finding in findings:
        if finding.counts and {finding.rule, *finding.aliases} & set(conflict.findings):
            instances = [one for one in asked if block_of(one) == block_of(finding.resource)]
            for address in instances or [finding.resource]:
                yield _case(conflict, address, (finding,), tuple(asked.pop(address, ())), circumstances)
    for address, wanted in asked.items():
        yield _case(conflict, address, (), tuple(wanted), circumstances)


def _case(
    conflict: Conflict,
    address: str,
    findings: tuple[Finding, ...],
    savings: tuple[Saving, ...],
    circumstances: Circumstances,
) -> _Case:
    dear: Decimal | None
    cheap: Decimal | None
    now = circumstances.price_of(address, {})
    if conflict.monthly is not None:
        dear, cheap = (now or ZERO) + conflict.monthly, now or ZERO
    elif conflict.dear_values is not None and conflict.cheap_values is not None:
        dear = circumstances.price_of(address, conflict.dear_values)
        cheap = circumstances.price_of(address, conflict.cheap_values)
    else:
        saved = max((one.monthly for one in savings), default=None)
        dear = now
        cheap = now - saved if now is not None and saved is not None else None
    return _Case(conflict, address, dear, cheap, now, findings, savings)


def _decide(case: _Case, circumstances: Circumstances) -> _Verdict | None:
    """Who wins; None where one side has nothing to say."""
    verdict = (
        _by_words(case, circumstances)
        or _by_budget(case, circumstances, "request")
        or _by_policy(case, circumstances)
        or _by_budget(case, circumstances, "policy")
        or _by_precedence(case, circumstances)
    )
    if verdict is None or (verdict.side == "cost" and not (case.findings or case.conflict.findings)):
        return None
    return verdict if verdict.side == "cost" or _disputed(case, circumstances) else None


def _disputed(case: _Case, circumstances: Circumstances) -> bool:
    """Whether anything speaks for the cheaper option: a saving, a budget, or that it is known to be no production."""
    if case.savings or any(_exceeded(case, circumstances, whose) for whose in OWNERS):
        return True
    return case.conflict.nature != "protection" and _production(case, circumstances) is False


def _by_words(case: _Case, circumstances: Circumstances) -> _Verdict | None:
    """What the user said about the matter itself."""
    request, conflict = circumstances.request, case.conflict
    if request is None:
        return None
    said = request.constraints
    if conflict.nature == "resilience" and _beyond_one_zone(said.availability):
        return _Verdict("security", f"the request asks for availability ({said.availability})")
    demanded = _demanding(conflict, said.frameworks)
    if demanded:
        return _Verdict("security", f"the request names {', '.join(demanded)}, which ask for it")
    refused = sorted(set(said.refused) & set(conflict.words))
    if refused and conflict.nature != "protection":
        return _Verdict("cost", f"the request refuses {', '.join(refused)}")
    return None


def _beyond_one_zone(availability: str) -> bool:
    """Whether what the user said takes more than one zone."""
    found = re.search(r"\d+(?:\.\d+)?", availability)
    return Decimal(found.group()) > ONE_ZONE if found else bool(availability)


def _demanding(conflict: Conflict, frameworks: Sequence[str]) -> list[str]:
    """Those of the frameworks for which a rule that asks for the dearer option is evidence."""
    asking = {framework for rule in conflict.findings for framework in controls_of(rule)}
    return sorted(asking & set(frameworks))


def _by_policy(case: _Case, circumstances: Circumstances) -> _Verdict | None:
    demanded = _demanding(case.conflict, circumstances.policy.frameworks)
    return _Verdict("security", f"the policy names {', '.join(demanded)}, which ask for it") if demanded else None


def _by_budget(case: _Case, circumstances: Circumstances, whose: Owner) -> _Verdict | None:
    over = _exceeded(case, circumstances, whose)
    if over is None:
        return None
    if case.conflict.nature == "protection":
        return _Verdict("security", f"{over}, but money alone does not decide about what protects")
    return _Verdict("cost", over)


def _exceeded(case: _Case, circumstances: Circumstances, whose: Owner) -> str | None:
    """Which budget the dearer option would exceed, with the sum; None where none or where its price is not known."""
    if whose == "policy":
        budget = circumstances.policy.budget.monthly
    else:
        stated = circumstances.request.constraints.budget_monthly if circumstances.request else None
        budget = Decimal(str(stated)) if stated is not None else None
    instead = case.cheap if case.savings else case.now or ZERO
    if budget is None or case.dear is None or instead is None or case.dear <= instead:
        return None  # what costs nothing more exceeds no budget, however little is left of it
    total = circumstances.estimate.monthly - circumstances.estimate.assumed + case.dear - (case.now or ZERO)
    return f"the {whose}'s budget of {in_usd(budget)} would be exceeded ({in_usd(total)})" if total > budget else None


def _by_precedence(case: _Case, circumstances: Circumstances) -> _Verdict | None:
    conflict = case.conflict
    if not conflict.findings:
        return None  # no check asks for the dearer option: without the user's word nobody does
    if conflict.nature == "protection":
        return _Verdict("security", f"by default what protects wins: {conflict.why}")
    if _production(case, circumstances) is False:
        return _Verdict("cost", f"by default it yields outside production: {conflict.why}")
    return _Verdict("security", f"by default it wins in production: {conflict.why}")


def _production(case: _Case, circumstances: Circumstances) -> bool | None:
    """What the plan tells, else what the request's environment says."""
    found = circumstances.production_of(case.address)
    named = circumstances.request.constraints.environment.lower() if circumstances.request else ""
    if found is not None or not named:
        return found
    return named.startswith(("prod", "live"))


def _settlement(verdict: _Verdict, cases: Sequence[_Case]) -> Settlement:
    conflict = cases[0].conflict
    rules = list(dict.fromkeys([f.rule for case in cases for f in case.findings] or conflict.findings))
    wishes = list(dict.fromkeys(s.rule for case in cases for s in case.savings))
    asked = f"security ({', '.join(rules) or 'availability'}) asks for {conflict.dear}"
    saved = f"cost ({', '.join(wishes) or 'a smaller bill'}) asks for {conflict.cheap}"
    chosen = conflict.dear if verdict.side == "security" else conflict.cheap
    options = (
        Option(conflict.dear, _sum(case.dear for case in cases)),
        Option(conflict.cheap, _sum(case.cheap for case in cases)),
    )
    where = _places([case.address for case in cases])
    return Settlement(f"{conflict.title} ({where}): {asked}, {saved}", chosen, verdict.why, options)


def _places(addresses: Sequence[str]) -> str:
    unique = list(dict.fromkeys(addresses))
    more = f" and {len(unique) - NAMED} more" if len(unique) > NAMED else ""
    return ", ".join(unique[:NAMED]) + more


def _sum(prices: Iterable[Decimal | None]) -> Decimal | None:
    total = ZERO
    for price in prices:
        if price is None:
            return None
        total += price
    return total


def _type_of(address: str) -> str:
    return block_of(address).rpartition(".")[0].rpartition(".")[2]
