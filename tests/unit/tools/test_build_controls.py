"""Building the facts about controls."""

from pathlib import Path

import pytest

from tools.build_controls import build

TABLES = {
    "checkov_controls.csv": (
        "checkov_id,summary,category,severity,severity_source,resource_types,gdpr,hipaa,soc2,cis_aws_3_0,cis_aws_5_0,"
        "pci_3_2_1,pci_4_0,nist_800_53r5,iso27001_2022\n"
        "CKV_AWS_16,all data stored in the RDS is securely encrypted at rest.,ENCRYPTION,high,prowler,aws_db_instance,"
        "Art.32,164.312(a)(2)(iv),,2.3.1,2.2.1,3.4,3.5.1,SC_28 AC-2(1),A.8.24\n"
    ),
    "checkov_severity.csv": (
        "checkov_id,category,frameworks,severity,source\n"
        "CKV_AWS_16,ENCRYPTION,terraform,high,prowler\n"
        "CKV_AZURE_3,ENCRYPTION,terraform,high,category-default\n"
        "CKV_AZURE_2,ENCRYPTION,terraform,high,category-default\n"
        "CKV_SECRET_9,SECRETS,terraform,critical,category-default\n"
    ),
    "controls.csv": (
        "framework,control_id,short_title,n_prowler_checks,n_checkov_ids,checkov_ids\n"
        "GDPR,Art.32,Security of processing,1,1,CKV_AWS_16\n"
        "HIPAA,164.312(a)(2)(iv),Encryption and decryption,1,1,CKV_AWS_16\n"
        "HIPAA,164.308(a)(3)(ii)(C),Termination procedures,1,0,\n"
        "CIS-AWS-5.0,2.2.1,rds instance storage encrypted,1,1,CKV_AWS_16\n"
        "CIS-AWS-5.0,1.10,x,1,0,\nCIS-AWS-5.0,1.2,y,1,0,\n"
        "NIST-800-53r5,SC_28,,1,1,CKV_AWS_16\nNIST-800-53r5,AC-2(1),Access Control,1,1,CKV_AWS_16\n"
    ),
    "category_defaults.csv": (
        "checkov_category_or_theme,theme,gdpr,hipaa,soc2,pci_4_0,nist_800_53r5,iso27001_2022\n"
        "ENCRYPTION (at rest),encryption-at-rest,Art.32,164.312(a)(2)(iv),CC6.1 CC6.7,3.5.1,SC-28 SC-13,A.8.24\n"
        "ENCRYPTION (in transit),encryption-in-transit,Art.32,164.312(e)(1),CC6.7,4.2.1,SC-8 SC-13,A.8.24\n"
        "SECRETS,secrets-in-code,Art.32,164.312(d),CC6.1,8.6.2,IA-5(7),A.5.17\n"
    ),
}
LISTED = (
    "|   0 | CKV_AZURE_3 | resource | x | Ensure that 'supportsHttpsTrafficOnly' uses HTTPS | Terraform | url |\n"
    "|   1 | CKV_AZURE_2 | resource | x | Ensure Azure managed disk have encryption enabled. | Terraform | url |\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in TABLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_bridged_rules_keep_their_controls_and_ids_are_written_alike(folder: Path) -> None:
    facts, _ = build(folder)
    assert facts["rules"]["CKV_AWS_16"]["nist"] == "SC-28 AC-2(1)"
    assert facts["rules"]["CKV_AWS_16"]["cis"] == "2.2.1"
    assert facts["rules"]["CKV_AWS_16"]["cis-3.0"] == "2.3.1"


def test_other_rules_go_by_category_and_title(folder: Path) -> None:
    facts, _ = build(folder, LISTED)
    assert facts["themed"] == {
        "encryption-at-rest": "CKV_AZURE_2",
        "encryption-in-transit": "CKV_AZURE_3",
        "secrets-in-code": "CKV_SECRET_9",
    }


def test_controls_are_in_order_with_titles_of_our_own_and_their_source(folder: Path) -> None:
    facts, _ = build(folder)
    cis = facts["frameworks"]["cis"]["controls"]
    assert [row[0] for row in cis] == ["1.2", "1.10", "2.2.1"]
    assert cis[2][1] == "Databases are encrypted at rest"
    nist = {row[0]: row[1:] for row in facts["frameworks"]["nist"]["controls"]}
    assert nist["AC-2(1)"] == ["Account management", "bridge"]
    assert nist["SC-8"][1] == "theme"


def test_titles_of_checks_say_what_they_want_to_see(folder: Path) -> None:
    _, checks = build(folder, LISTED)
    assert checks["CKV_AWS_16"]["title"] == "All data stored in the RDS is securely encrypted at rest"
    assert checks["CKV_AZURE_2"] == {"title": "Azure managed disk have encryption enabled", "category": "encryption"}
    assert "CKV_SECRET_9" not in checks
