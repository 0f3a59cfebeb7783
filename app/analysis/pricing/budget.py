"""Whether an estimate keeps to the budget of the policy."""

from app.domain.cost import Estimate, in_usd
from app.domain.policy import Budget


def over(budget: Budget, estimate: Estimate) -> tuple[str, ...]:
    """Why it does not, with the numbers; nothing where it does. Without a base only the total can be judged.

    Use that is assumed is left out: nobody promised it, and a gate must not fail on a guess. From nothing, any increase
    is more than any share: ``percent`` then says so where there is one.
    """
    reasons = []
    total = estimate.monthly - estimate.assumed
    if budget.monthly is not None and total > budget.monthly:
        reasons.append(f"{in_usd(total)} a month, over the budget of {in_usd(budget.monthly)}")
    if estimate.before is None:
        return tuple(reasons)
    before = estimate.before - estimate.before_assumed
    added = total - before
    if budget.increase is not None and added > budget.increase:
        reasons.append(f"{in_usd(added)} a month more, over the allowed increase of {in_usd(budget.increase)}")
    if budget.percent is not None and added > before * budget.percent / 100 and added > 0:
        share = f"{added / before * 100:.1f} %" if before else "from nothing"
        reasons.append(f"{in_usd(added)} a month more ({share}), over the allowed increase of {budget.percent:f} %")
    return tuple(reasons)
