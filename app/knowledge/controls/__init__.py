"""Which controls of which framework a rule is evidence for, as data (``tools/build_controls.py`` makes it).

``controls.json``: ``sources`` (name and date of where a row comes from), ``frameworks`` (short name → name and
``[id, title, source]``), ``rules`` (rule → framework → ids; source ``bridge``), ``themes`` (theme → framework → ids)
and ``themed`` (theme → the rules that have nothing better; source ``theme``). Rules of the analyses name their own
(``app/knowledge/security``), other rules of ours go by their prefix.
The mapping is nobody's official one: a rule that passes is evidence toward a control, never proof of compliance.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.knowledge.security import security_rules

HERE = Path(__file__).parent
OURS: Mapping[str, str] = {
    "AGT_REGION_NOT_ALLOWED": "data-residency",
    "AGT_REGION_OUTSIDE_EEA": "data-residency",
    "AGT_TAG_MISSING": "inventory",
    "AGT_TAG_VALUE": "inventory",
    "AGT_SECRET_": "secrets-in-code",
    "AGT_WORKFLOW_": "supply-chain",
    "AGT_RISK_UNENCRYPTED": "encryption-at-rest",
    "AGT_RISK_NO_DELETION": "availability",
    "AGT_RISK_OPEN_": "network-exposure",
    "AGT_RISK_PUBLIC_": "network-exposure",
    "AGT_TF_SECRET_": "secrets-in-code",
    "AGT_TF_UNPINNED_": "supply-chain",
    "CKV_SECRET_": "secrets-in-code",
    "CKV_GHA_": "supply-chain",
    "CKV2_GHA_": "supply-chain",
    "CKV_DOCKER_": "workload-hardening",
    "CKV_K8S_": "workload-hardening",
    "CKV2_K8S_": "workload-hardening",
    "zizmor/": "supply-chain",
}
"""Themes of rules by the start of their id: the first that fits counts. Own judgement, as in ``themes``."""

BENCHMARK: Mapping[str, Mapping[str, str]] = {
    "AGT_IAM_ADMIN": {"cis": "1.15", "cis-3.0": "1.16"},
    "AGT_IAM_ALL_ACTIONS": {"cis": "1.15", "cis-3.0": "1.16"},
    "AGT_NET_ADMIN_PORT": {"cis": "5.3 5.4", "cis-3.0": "5.2 5.3"},
    "AGT_NET_ALL_PORTS": {"cis": "5.3 5.4", "cis-3.0": "5.2 5.3"},
    "AGT_NET_PUBLIC_BUCKET": {"cis": "2.1.4", "cis-3.0": "2.1.4"},
    "AGT_NET_PUBLIC_DATABASE": {"cis": "2.2.3", "cis-3.0": "2.3.3"},
}
"""The CIS benchmark names single settings, not themes: those of our rules that look at one of them."""


@dataclass(frozen=True, slots=True)
class Control:
    """One control: ``title`` in our words or the law's, ``source`` a key of ``sources``."""

    id: str
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework: its short name as in ``--framework``, its name with version, its controls in their order."""

    key: str
    name: str
    controls: tuple[Control, ...]


@cache
def _data() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = json.loads((HERE / "controls.json").read_text("utf-8"))
    return loaded


@cache
def frameworks() -> Mapping[str, Framework]:
    """The frameworks by their short names."""
    return {
        key: Framework(key, facts["name"], tuple(Control(*row) for row in facts["controls"]))
        for key, facts in _data()["frameworks"].items()
    }


def sources() -> Mapping[str, Mapping[str, str]]:
    """Where rows come from: name and date by key."""
    found: Mapping[str, Mapping[str, str]] = _data()["sources"]
    return found


@cache
def _themed() -> Mapping[str, str]:
    return {rule: theme for theme, rules in _data()["themed"].items() for rule in rules.split()}


@cache
def controls_of(rule: str) -> Mapping[str, tuple[str, ...]]:
    """Framework → controls that the rule is evidence for; empty for a rule that says nothing of any."""
    found = _data()["rules"].get(rule)
    if found is None:
        theme = _themed().get(rule) or next((name for start, name in OURS.items() if rule.startswith(start)), "")
        found = _data()["themes"].get(theme, {})
    analysed = security_rules().get(rule)
    known = dict(analysed.controls) if analysed else {}
    return known | {framework: tuple(ids.split()) for framework, ids in {**found, **BENCHMARK.get(rule, {})}.items()}


@cache
def assessable(framework: str) -> frozenset[str]:
    """The controls of a framework that some rule is evidence for; the others show only while things run."""
    data = _data()
    themes = {*data["themed"], *OURS.values()}
    rows = [*data["rules"].values(), *BENCHMARK.values(), *(data["themes"].get(theme, {}) for theme in themes)]
    return frozenset(control for row in rows for control in row.get(framework, "").split())
