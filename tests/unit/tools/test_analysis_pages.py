"""The reference pages about analyses: everything that the code can say stands on one of them."""

import re
from pathlib import Path

import pytest

from app.analysis.pricing.registry import PRICERS
from app.analysis.pricing.usage import MEASURED
from app.knowledge.savings import conflicts, saving_rules
from app.knowledge.workflows import workflow_rules
from tools import build_reference
from tools.analysis_pages import findings_page, prices_page, savings_page

APP = Path(__file__).parents[3] / "app"
RULE = re.compile(r"AGT_[A-Z]+_[A-Z0-9_]*[A-Z0-9]\b")


def test_every_rule_of_ours_is_explained_somewhere() -> None:
    files = [path for suffix in ("*.py", "*.json") for path in APP.rglob(suffix)]
    named = {rule for path in files for rule in RULE.findall(path.read_text("utf-8"))}
    told = "".join((findings_page(), build_reference.rules_page(), build_reference.controls_page()))
    prefixes = {"AGT_RISK_NO_DELETION"}
    assert len(named) > 60
    assert sorted(rule for rule in named - prefixes if f"`{rule}`" not in told) == []


def test_findings_name_the_audits_of_workflows_and_the_other_tools_names() -> None:
    page = findings_page()
    assert [name for name in workflow_rules() if f"| `zizmor/{name}` |" not in page] == []
    (row,) = re.findall(r"^\| `AGT_NET_FUNCTION_URL`.*$", page, re.MULTILINE)
    assert row.startswith("| `AGT_NET_FUNCTION_URL` | medium | ")
    assert row.endswith("| `CKV_AWS_258` |")


def test_savings_name_every_rule_and_disagreement() -> None:
    page = savings_page()
    assert [name for name in saving_rules() if f"| `{name}` |" not in page] == []
    assert [one.title for one in conflicts() if f"| {one.title} | {one.nature} |" not in page] == []


def test_prices_name_every_type_with_its_use_and_every_source_once() -> None:
    page = prices_page()
    assert [name for name in PRICERS if f"| `{name}` |" not in page] == []
    assert "| `aws_nat_gateway` | `monthly_data_processed_gb` " in page
    assert all(f"`{key}`" in page for key in MEASURED)
    sources = page.partition("## Where the prices come from")[2].partition("###")[0]
    assert sources.count("infracost test results") == 1
    assert "commit" not in sources


@pytest.mark.parametrize("make", [findings_page, savings_page, prices_page])
def test_tables_have_as_many_cells_in_each_row_as_in_their_head(make: object) -> None:
    assert callable(make)
    width = 0
    for line in make().splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        assert not cells or not width or cells == width, line
        width = cells
