"""The reference pages about what analyses find, save and price; ``tools/build_reference.py`` writes them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.agents.tester import MEANING, SEVERITY
from app.analysis.pricing.book import PriceBook
from app.analysis.pricing.registry import PRICERS
from app.analysis.pricing.usage import MEASURED
from app.domain.finding import Severity
from app.domain.rule import Rule
from app.knowledge.prices import free_types
from app.knowledge.prices.pages import page_prices, region_prices
from app.knowledge.rules import checkov_rules
from app.knowledge.savings import conflicts, saving_rules
from app.knowledge.security import aliases, security_rules
from app.knowledge.workflows import workflow_rules

AREAS: Mapping[str, str] = {
    "AGT_IAM_": "Permissions",
    "AGT_NET_": "What the internet reaches",
    "AGT_KEY_": "Keys and encryption",
}
OTHERS: Mapping[str, tuple[str, str]] = {
    "AGT_AGENT_FAILED": ("high", "an agent broke off; the run went on where it could"),
    "AGT_LEFT_OUT": ("by what it is", "the catalogue cannot build a part of the request"),
    "AGT_RISK_NO_DELETION_PROTECTION": ("high", "the request asked to leave deletion protection off"),
    "AGT_RISK_OPEN_INGRESS": ("critical", "the request asked to open a port other than 80 and 443 to everyone"),
    "AGT_RISK_PUBLIC_BUCKET": ("critical", "the request asked for a bucket that everyone can read"),
    "AGT_RISK_PUBLIC_DATABASE": ("critical", "the request asked for a data store that the internet reaches"),
    "AGT_RISK_REFUSED": ("medium", "the request asked for something that is never written"),
    "AGT_RISK_UNENCRYPTED": ("high", "the request asked for data without encryption"),
    "AGT_SCAN_INCOMPLETE": ("high, low", "a scan broke off (high), or a file or chart was left out of it (low)"),
    "AGT_SCAN_UNREADABLE": ("high", "a file that cannot be parsed was not scanned"),
    "AGT_SECRET_PASSWORD": ("critical", "a password or another secret value in the code"),
    "AGT_SECRET_PRIVATE_KEY": ("critical", "a private key in the code"),
    "AGT_SECRET_TOKEN": ("critical", "an access token in the code"),
    "AGT_SECRET_URL": ("critical", "a password in a URL"),
    "AGT_TF_RULE_CRASHED": ("low", "a lint rule of ours broke off on this stack"),
    "AGT_WORKFLOW_UNREADABLE": ("medium", "a workflow file that GitHub would refuse or zizmor cannot read"),
}
"""Rules that are told by the code that finds them: severity, and what it is."""
PROVIDERS: Mapping[str, str] = {"aws": "AWS", "azurerm": "Azure", "google": "Google Cloud"}
FINDINGS = """# Findings

The rules behind findings that are not checkov's. Each finding says itself why it matters and how to mend it; `agents
explain RULE` says it for the rules of all tables here but the last, and for {checkov} rules of checkov. [How findings
are made, merged and waived](../guides/findings-and-waivers.md) · [Lint rules](rules.md) (`AGT_TF_…`) · [Rules of the
compliance agent](controls.md#rules-of-the-compliance-agent) (`AGT_TAG_…`, `AGT_REGION_…`, `AGT_POLICY_…`)

*Same as*: rules of other tools that say the same. Where they speak of one resource, one finding is left, under their
name, with ours among its `aliases`."""
SAVINGS = """# Savings: the rules

[How savings are found, priced and applied](../guides/savings.md). Of the rules that change the same thing of a resource
the one that saves most is shown. Confidence is lowered where a value is not known.
"""
WORKFLOWS = """Audits of [zizmor](https://docs.zizmor.sh/audits/), which runs offline: an audit that has to ask GitHub
says nothing."""
COMMIT = re.compile(r", commit \w+")


def findings_page() -> str:
    """Our own rules and zizmor's audits."""
    parts = [FINDINGS.format(checkov=f"{len(checkov_rules()):,}")]
    for prefix, title in AREAS.items():
        rules = [rule for name, rule in security_rules().items() if name.startswith(prefix)]
        parts += ["", f"## {title}", "", *_table(("Rule", "Severity", "Finds", "How to mend it", "Same as"))]
        parts += [_row((f"`{one.id}`", one.severity, one.title, one.mend, _names(_alike(one)))) for one in rules]
    parts += ["", "## Workflow files", "", WORKFLOWS, ""]
    parts += [*_table(("Rule", "Severity", "Finds", "To mend it", "Same as"))]
    for name, audit in sorted(workflow_rules().items()):
        row = (f"`zizmor/{name}`", audit.severity or "zizmor's", audit.title, audit.mend, _names(audit.aliases))
        parts.append(_row(row))
    parts += ["", "## Simulated deployment", "", *_table(("Rule", "Severity", "Finds"))]
    for step, meaning in MEANING.items():
        parts.append(_row((f"`AGT_TEST_{step.upper()}`", SEVERITY.get(step, Severity.CRITICAL), meaning)))
    parts += ["", "## Secrets, requests and scans", "", *_table(("Rule", "Severity", "Finds"))]
    parts += [_row((f"`{name}`", severity, what)) for name, (severity, what) in OTHERS.items()]
    return "\n".join(parts) + "\n"


def _alike(rule: Rule) -> Sequence[str]:
    return aliases().get(rule.id, ())


def savings_page() -> str:
    """The rules of savings, and the known disagreements of security and cost."""
    rows = [_row((f"`{one.id}`", one.title, one.confidence, one.slot, one.caveat)) for one in saving_rules().values()]
    parts = [
        SAVINGS,
        *_table(("Rule", "What", "Confidence", "Changes", "What speaks against it")),
        *rows,
        "\n## Where security and cost disagree\n",
        "Known disagreements, and [how they are decided](../guides/savings.md#where-security-and-cost-disagree).\n",
        *_table(("About", "Nature", "Dearer", "Cheaper", "Asked for by", "Saved by", "Why")),
    ]
    for one in conflicts():
        asked, saved = _names(one.findings), _names(one.savings)
        parts.append(_row((one.title, one.nature, one.dear, one.cheap, asked, saved, one.why)))
    return "\n".join(parts) + "\n"


def prices_page() -> str:
    """What is priced, on which use it depends, and where the prices come from."""
    book = PriceBook()
    free = free_types()
    parts = [
        "# Prices\n",
        "[How costs are told](../guides/costs.md). What is neither priced nor free is listed as unpriced.\n",
        *_table(("Provider", "Types priced", "Names of types that cost nothing by themselves", "Regions with a ratio")),
    ]
    for provider, name in PROVIDERS.items():
        (known,) = book.row("SELECT count(DISTINCT region) FROM multiplier WHERE provider = ?", provider) or (0,)
        parts.append(_row((name, len(_of(provider, PRICERS)), len(_of(provider, free)), known)))
    parts += [
        "\nA name with `*` stands for several types. [All names](../../app/knowledge/prices/free.json)",
        "\n## Where the prices come from\n",
        *_table(("Source", "Date")),
        *(_row(row) for row in _sources(book)),
        "\n### Kept by hand\n",
        "Where no table has a price. They count as *estimated* until somebody has checked them.\n",
        *_table(("Type", "Component", "Unit", "USD", "Region", "Where to check it", "Noted")),
    ]
    for (type_, name), price in page_prices().items():
        parts.append(_row((f"`{type_}`", name, price.unit, price.usd, price.region, f"<{price.page}>", price.kept)))
    measured = _names(sorted(MEASURED))
    parts += [
        "\n## Types, and the use that their price depends on\n",
        "Keys of `agents-usage.yml` for a month, with what `assume: medium` takes where nobody tells. Keys without an",
        "assumption are priced only where they are told: [the guide](../guides/costs.md#usage) has those of machines.",
        f"Measurements, of which no price depends: {measured}.",
    ]
    for provider, name in PROVIDERS.items():
        parts += ["", f"### {name}", "", *_table(("Type", "Use, assumed medium"))]
        parts += [_row((f"`{type_}`", _use(book, type_))) for type_ in sorted(_of(provider, PRICERS))]
    return "\n".join(parts) + "\n"


def _of(provider: str, types: Iterable[str]) -> list[str]:
    return [one for one in types if one.startswith(f"{provider}_")]


def _use(book: PriceBook, type_: str) -> str:
    use = book.assumed_use(type_, "medium")
    return ", ".join(f"`{key}` {amount.normalize():,f}" for key, amount in sorted(use.items()))


def _sources(book: PriceBook) -> Iterator[tuple[str, str]]:
    """Each source once, commits of one repository together."""
    dates: dict[str, list[str]] = defaultdict(list)
    for row in book.rows("SELECT name, date FROM source"):
        dates[COMMIT.sub("", row["name"])].append(row["date"])
    for found in region_prices().values():
        for price in found.values():
            dates[price.source].append(price.date)
    for name, days in sorted(dates.items()):
        first, last = min(days), max(days)
        yield name, first if first == last else f"{first} to {last}"


def _table(names: Sequence[str]) -> tuple[str, str]:
    return _row(names), "|" + "---|" * len(names)


def _row(cells: Iterable[object]) -> str:
    return f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in cells)} |"


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
