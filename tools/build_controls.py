"""Builds the facts about controls and rules: ``python -m tools.build_controls FOLDER [CHECKS]``.

FOLDER holds ``checkov_controls.csv``, ``checkov_severity.csv``, ``controls.csv``, ``control_checks.csv`` and
``category_defaults.csv``; CHECKS is what ``checkov --list`` prints, for the titles of checks that the folder does not
name and for telling encryption at rest from that in transit. Titles of controls are our own words
(``tools/control_titles.csv``) or those of the law. Written are ``app/knowledge/controls/controls.json`` and
``app/knowledge/rules/checkov.json``.
"""

import csv
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CONTROLS = ROOT / "app" / "knowledge" / "controls" / "controls.json"
RULES = ROOT / "app" / "knowledge" / "rules" / "checkov.json"
TITLES = ROOT / "tools" / "control_titles.csv"

FRAMEWORKS: Mapping[str, tuple[str, str, str]] = {
    "gdpr": ("GDPR", "gdpr", "GDPR, Regulation (EU) 2016/679"),
    "hipaa": ("HIPAA", "hipaa", "HIPAA Security Rule, 45 CFR part 164"),
    "soc2": ("SOC2", "soc2", "SOC 2, Trust Services Criteria 2017"),
    "cis": ("CIS-AWS-5.0", "cis_aws_5_0", "CIS AWS Foundations Benchmark 5.0"),
    "cis-3.0": ("CIS-AWS-3.0", "cis_aws_3_0", "CIS AWS Foundations Benchmark 3.0"),
    "pci": ("PCI-DSS-4.0", "pci_4_0", "PCI DSS 4.0"),
    "nist": ("NIST-800-53r5", "nist_800_53r5", "NIST SP 800-53 revision 5"),
    "iso27001": ("ISO27001-2022", "iso27001_2022", "ISO/IEC 27001:2022, Annex A"),
}
"""Short name → the framework's name in ``controls.csv``, its column in the tables of rules, its name for people."""

SOURCES = {
    "bridge": {
        "name": "Prowler 3e000fa (Apache-2.0), joined to checkov 3.3.30 (Apache-2.0) by service and attribute",
        "date": "2026-08-21",
    },
    "theme": {"name": "own judgement, by the check's category and title", "date": "2026-11-22"},
}
"""Where a row comes from. A bridge is no official mapping."""

CATEGORY = {
    "IAM": "least-privilege",
    "NETWORKING": "network-exposure",
    "LOGGING": "audit-logging",
    "BACKUP_AND_RECOVERY": "backup-resilience",
    "SECRETS": "secrets-in-code",
    "APPLICATION_SECURITY": "application-security",
    "KUBERNETES": "workload-hardening",
    "SUPPLY_CHAIN": "supply-chain",
    "ENCRYPTION": "encryption-at-rest",
    "ENCRYPTION/LOGGING": "encryption-at-rest",
}
USUAL = "hardening"
OWN_THEMES = {"inventory": {"nist": "CM-8", "iso27001": "A.5.9", "pci": "12.5.1"}}
"""Themes that the tables have not: tags are how an inventory knows what is whose."""
NO_EVIDENCE = "none"
"""The theme of checks that are about cost, speed or form: they say nothing of any control."""
BY_TITLE: Mapping[str, str] = {
    NO_EVIDENCE: (
        r"caching is enabled|ebs optimized|create before destroy|health ?check|cross-zone|"
        r"(has a|every.*) description|description is|maintainer|workdir|alias are unique|naming rules|"
        r"\bsku\b|\bsla\b|auto ?scaling is enabled|default root object|transfer acceleration|"
        r"distribution is enabled|content_type|\bapt isn't|minimum nodes|always on|health reporting|"
        r"attached resource|at least one iam|member.* of at least one|launch templates|git repository for|"
        r"azure files|utilizing managed disks|use managed disks|vm agent|response headers|local dns|"
        r"dns endpoints|concurrent exec|pins zone identity|stateless|task errors|default database name|"
        r"to the default 3306|x-ray|data trace|geo restriction|load balanc.* are using|"
        r"performance insights enabled|(executor|parser|planner|statement)_stats|policy add-?on|"
        r"policies add-on|elastic load|supply tags|free|(email|username) is set|pricing tier|production use"
    ),
    "encryption-in-transit": (
        r"\btls|\bssl|https?\b|transit|node-to-node|secure protocols|encrypted protocols|dnssec|telnet|ipsec|"
        r"transport security|cacert|cypher|secure communication|security policy$"
    ),
    "patching": (
        r"minor (version )?(upgrade|patch|update)|up.to.date version|latest|version is current|deprecated|"
        r"auto-?upgrade|automatic (os|updates)|upgrade channel|auto upgrades|automatically updates"
    ),
    "availability": (
        r"(deletion|drop).?protection|multi.?az|zone.redundan|autorepair|failover|dead letter|backtrack|"
        r"use replication|standard replication|transfer lock|geo-replicated"
    ),
    "backup-resilience": r"back.?up|backed up|versioning|recoverable|soft.delete|purge protection|point-in-time",
    "application-security": r"\bwaf|log4j|\bcors\b|request is validated|desync|guardrails|remote debugging",
    "key-management": (
        r"rotat|kms (symmetric )?keys? (is|are)|service account keys|key rings|cryptokeys|expiration date|"
        r"backed by hsm"
    ),
    "data-retention": r"retention|lifecycle|cleanup",
    "secrets-in-code": r"secrets? (exist|in)|hard-coded|sensitive information|configured with secure values",
    "encryption-at-rest": r"encrypt|\bcmk\b|customer.managed.key|customer.supplied",
    "supply-chain": (
        r"approv|sign(ed|ing|ature)|branch|untrusted|certificate validation|module sources|image tags|"
        r"latest version tag|vulnerability alerts|trusted images|quarantine"
    ),
    "authentication": (
        r"\bmfa\b|password|authenticat|sign.?in|active directory|ssh.key|\bauth enabled|os.?login|"
        r"client certificates"
    ),
    "network-exposure": (
        r"publicly|public (ip|access|network)|is public|not public|are private|is private|"
        r"private (endpoint|ip)|ingress|firewall|open access|network (access|security|acl)|security group|"
        r"\bvpc\b|allow-all|exposed|open to the world|to public|accessible from all"
    ),
    "audit-logging": (
        r"\blog(s|ging|ged)?\b|audit|monitor|alert|threat detection|defender|vulnerability assess|\bva\b|"
        r"scans?\b"
    ),
    "least-privilege": (
        r"\biam\b|\brole|permission|privilege|managed identit|service account|anonymous|admin|\(\*\) actions|"
        r"exfiltration"
    ),
}
"""Themes told by a check's title, where its category is wider than they are: the first that fits."""
NARROWED = {
    "ENCRYPTION": {
        *("patching", "availability", "encryption-in-transit", "key-management", "authentication", "network-exposure")
    },
    "IAM": {"authentication", "network-exposure"},
    "GENERAL_SECURITY": set(BY_TITLE),
    "NETWORKING": {
        *("patching", "availability", "backup-resilience", "application-security", "encryption-in-transit"),
        *("encryption-at-rest", "authentication", "audit-logging"),
    },
    "LOGGING": {"data-retention", "backup-resilience", "encryption-at-rest", "network-exposure"},
    "BACKUP_AND_RECOVERY": {"availability", "key-management", "encryption-at-rest"},
    "APPLICATION_SECURITY": {"supply-chain", "network-exposure"},
}
WORKLOAD = re.compile(r"CKV2?_(K8S|DOCKER)_")
"""Checks of containers, whose general ones are about what a workload may do."""
LEAD = re.compile(r"^(?:make sure|ensures?|verify|check)(?: that)?(?: the)? ", re.IGNORECASE)


def build(folder: Path, listed: str = "") -> tuple[dict[str, Any], dict[str, Any]]:
    """What ``controls.json`` and ``checkov.json`` hold."""
    bridged = {row["checkov_id"]: row for row in _rows(folder / "checkov_controls.csv")}
    known = {row["checkov_id"]: row["category"] for row in _rows(folder / "checkov_severity.csv")}
    titles = _listed(listed)
    rules = {name: _by_framework(row) for name, row in sorted(bridged.items())}
    themed: dict[str, list[str]] = defaultdict(list)
    for name, category in sorted(known.items()):
        if not rules.get(name):
            themed[_theme(name, category, titles.get(name, ""))].append(name)
    themes = {row["theme"]: _by_framework(row) for row in _rows(folder / "category_defaults.csv")}
    themes |= OWN_THEMES
    facts = {
        "sources": SOURCES,
        "frameworks": _frameworks(folder, rules, themes),
        "rules": {name: found for name, found in rules.items() if found},
        "themes": themes,
        "themed": {theme: " ".join(names) for theme, names in sorted(themed.items())},
    }
    named = {name: _title(row["summary"]) for name, row in bridged.items()}
    named |= {name: _title(title) for name, title in titles.items() if name in known and name not in named}
    categories = known | {name: row["category"] for name, row in bridged.items()}
    checks = {
        name: {"title": title, "category": categories[name].replace("_", " ").lower()}
        for name, title in sorted(named.items())
        if title and not name.startswith("CKV_SECRET_")
    }
    return facts, checks


def _frameworks(
    folder: Path, rules: Mapping[str, Mapping[str, str]], themes: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    own = {(row["framework"], row["control_id"]): row["title"] for row in _rows(TITLES)}
    result = {}
    for key, (source, _, name) in FRAMEWORKS.items():
        given = {
            _id(row["control_id"]): row["short_title"]
            for row in _rows(folder / "controls.csv")
            if row["framework"] == source
        }
        bridged = {control for found in rules.values() for control in found.get(key, "").split()}
        by_theme = {control for found in themes.values() for control in found.get(key, "").split()}
        controls = []
        for control in sorted({*given, *bridged, *by_theme}, key=_natural):
            base = control.partition("(")[0]
            title = own.get((key, control)) or own.get((key, base)) or given.get(control, "")
            controls.append([control, title, "bridge" if control in given else "theme"])
        result[key] = {"name": name, "controls": controls}
    return result


def _by_framework(row: Mapping[str, str]) -> dict[str, str]:
    """Short name of a framework → its controls in the row, in one string."""
    found = {key: " ".join(map(_id, row.get(column, "").split())) for key, (_, column, _) in FRAMEWORKS.items()}
    return {key: ids for key, ids in found.items() if ids}


def _id(control: str) -> str:
    """``AC_24`` is written ``AC-24`` like the rest."""
    return control.replace("_", "-")


def _theme(name: str, category: str, title: str) -> str:
    category = "KUBERNETES" if WORKLOAD.match(name) and category in {"GENERAL_SECURITY", "NETWORKING"} else category
    for theme, pattern in BY_TITLE.items():
        if theme in {NO_EVIDENCE, *NARROWED.get(category, ())} and re.search(pattern, title, re.IGNORECASE):
            return theme
    return CATEGORY.get(category, USUAL)


def _listed(text: str) -> dict[str, str]:
    """Titles by id from checkov's table."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 6 and cells[2].startswith("CKV"):
            found.setdefault(cells[2], cells[5])
    return found


def _title(text: str) -> str:
    """``Ensure that the disk is encrypted.`` → ``Disk is encrypted``: what the check wants to see."""
    short = LEAD.sub("", text.strip()).rstrip(".")
    return short[:1].upper() + short[1:]


def _natural(control: str) -> list[tuple[int, str]]:
    """1.2 before 1.10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.findall(r"\d+|\D+", control)]


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def main() -> int:
    """Write both files."""
    if len(sys.argv) not in {2, 3}:
        print(__doc__)
        return 2
    listed = Path(sys.argv[2]).read_text("utf-8") if len(sys.argv) == 3 else ""
    for target, facts in zip((CONTROLS, RULES), build(Path(sys.argv[1]), listed), strict=True):
        target.write_text(json.dumps(facts, indent=0, sort_keys=True) + "\n", encoding="utf-8")
        print(f"{target}: {target.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
