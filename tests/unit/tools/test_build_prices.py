"""The price list from small tables."""

import sqlite3
from pathlib import Path

import pytest

from tools import build_prices
from tools.build_prices import main, write

COMPONENTS = (
    "resource_type,component,options,region,unit,unit_price_usd,max_abs_err,usage_based,alt_prices,golden,commit,date\n"
)
TERMS = "ri_1y_no_upfront_hr,ri_3y_no_upfront_hr,ri_1y_all_upfront_hr,ri_3y_all_upfront_hr"
TABLES = {
    "infracost_components_aws": COMPONENTS
    + "aws_x,Line,,us-east-1,GB,0.10,0,1,,t,c0ffee,2024-07-01\n"
    + "aws_x,Line,,us-east-1,hours,0.20,0,0,0.3|0.4,t,c0ffee,2024-07-01\n"
    + 'aws_x,"Instance usage (Linux/UNIX, on-demand, m5.large)",,us-east-1,hours,0.106,0,0,,t,c0ffee,2024-07-01\n',
    "infracost_components_azure": COMPONENTS + "azurerm_x,Line,,,GB,0.5,0.1,1,,t,beef,2025-01-01\n",
    "infracost_components_google": COMPONENTS + "google_x,Line,,us-central1,GB,0.5,0.1,1,,t,beef,2025-01-01\n",
    "usage_defaults": "resource_type,usage_key,small,medium,large\naws_x,gb,1,2,3\n",
    "aws_ec2_us_east_1": "instance_type,vcpu,memory_gib,arch,current_generation,linux_ondemand_hr,linux_src,"
    "windows_ondemand_hr,rhel_ondemand_hr,sles_ondemand_hr,linux_ri_1y_all_upfront_hr,ebs_optimized_surcharge_hr\n"
    "m5.large,2,8.0,x86_64,1,0.100,k,0.19,,,0.06,\n",
    "aws_ec2_regions_2019": f"region,instance_type,linux_ondemand_hr,{TERMS}\neu-west-1,m5.large,0.11,0.07,0.05,,\n",
    "aws_region_multipliers": "region,family,ratio_vs_us_east_1,n_sizes,min,max,source\n"
    "eu-west-1,m5,1.10,1,1,1,ec2-2019-04\neu-west-1,cache.m5,1.20,1,1,1,elasticache-2025-04\n",
    "aws_elasticache": f"region,instance_type,engine,vcpu,memory_gib,ondemand_hr,{TERMS}\n"
    "us-east-1,cache.m5.large,Redis,2,6.4,0.15,0.1,,,\nus-east-1,cache.m9.large,Redis,2,6.4,,,,,\n",
    "aws_opensearch": f"region,instance_type,engine,vcpu,memory_gib,ondemand_hr,{TERMS}\n"
    "us-east-1,m5.large.search,,2,8,0.14,,,,\n",
    "aws_rds_us_east_1": "engine,instance_class,single_az_hr,provenance\nmysql,db.m5.large,0.171,golden\n"
    "mysql,db.m5.xlarge,0.342,size-linear\nmysql,db.r7g.large,0.2,community-table\n",
    "azure_vm": "region,vm_size,linux_payg_hr,suspect,estimate_hr\neastus,S1,0.1,,\nwesteurope,S1,0.12,,\n"
    "westeurope,S2,0.9,1,0.5\nwestus,S2,0.9,1,\n",
    "gcp_compute": "region,machine_type,vcpu,ram_gb,hr,spot_hr,cud_1y_month,cud_3y_month\n"
    "us-central1,e2,2,4,0.1,0.05,,\n",
    "gcp_other": "group,item,variant,region,period,price_usd\ncompute.storage,ssd,,us-central1,month,0.17\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(text)
    return tmp_path


@pytest.fixture
def database(folder: Path) -> sqlite3.Connection:
    write(folder, folder / "prices.sqlite")
    return sqlite3.connect(folder / "prices.sqlite")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT usd, others, usage, exact FROM component WHERE unit = 'GB' AND type = 'aws_x'",
         [("0.10", None, 1, 1)]),
        ("SELECT usd, others, usage, exact FROM component WHERE unit = 'hours' AND label = 'Line'",
         [("0.20", "0.3|0.4", 0, 0)]),
        ("SELECT exact FROM component WHERE type = 'azurerm_x'", [(0,)]),
        ("SELECT name, date FROM source, component ON component.source = source.id WHERE type = 'google_x'",
         [("infracost test results (Apache-2.0), commit beef", "2025-01-01")]),
        ("SELECT memory, windows, rhel, dedicated, all_1 FROM instance", [("8", "0.19", None, "0.106", "0.06")]),
        ("SELECT linux, none_1, none_3, all_1, all_3 FROM instance_region", [("0.11", "0.07", "0.05", None, None)]),
        ("SELECT ratio FROM multiplier WHERE provider = 'aws' AND family = ''", [("1.1500",)]),
        ("SELECT region, ratio FROM multiplier WHERE provider = 'azurerm'",
         [("eastus", "1.0000"), ("westeurope", "1.2000")]),
        ("SELECT type, engine, usd FROM node", [("cache.m5.large", "redis", "0.15"), ("m5.large.search", "", "0.14")]),
        ("SELECT class, estimated FROM database_class", [("db.m5.large", 0), ("db.m5.xlarge", 1), ("db.r7g.large", 1)]),
        ("SELECT name, usd, estimated FROM azure_vm, azure_size ON size = id WHERE name = 'S2'", [("S2", "0.5", 1)]),
        ("SELECT usd, spot, month_1 FROM machine", [("0.1", "0.05", None)]),
        ("SELECT item, usd FROM google_other", [("compute.storage.ssd", "0.17")]),
        ("SELECT key, small, medium, large FROM usage", [("gb", "1", "2", "3")]),
    ],
)  # fmt: skip
def test_tables(database: sqlite3.Connection, query: str, found: list[tuple[object, ...]]) -> None:
    assert database.execute(query).fetchall() == found


def test_the_same_tables_give_the_same_bytes(folder: Path) -> None:
    first, second = folder / "a.sqlite", folder / "b.sqlite"
    write(folder, first)
    write(folder, second)
    assert first.read_bytes() == second.read_bytes()


def test_usage(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(build_prices, "TARGET", folder / "out.sqlite")
    monkeypatch.setattr("sys.argv", ["x"])
    assert main() == 2
    assert "PRICES" in capsys.readouterr().out
    monkeypatch.setattr("sys.argv", ["x", str(folder)])
    assert main() == 0
    assert "bytes" in capsys.readouterr().out
