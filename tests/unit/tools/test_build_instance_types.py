import json
from pathlib import Path

import pytest

from tools import build_instance_types
from tools.build_instance_types import TABLES, build, main

ROWS = {
    "aws_ec2_us_east_1.csv": "instance_type\nt3.micro\nm5.large\n",
    "aws_ec2_regions_2019.csv": "instance_type\nt3.nano\nnonsense\n",
    "aws_rds_us_east_1.csv": "engine,instance_class\nmysql,db.t3.micro\n",
    "aws_elasticache.csv": "instance_type\ncache.r7g.large\n",
    "aws_opensearch.csv": "instance_type\nr6g.large.search\nm4.large.elasticsearch\n",
}


def test_tables_become_families_and_sizes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in ROWS.items():
        (tmp_path / name).write_text(text)
    expected = {
        "ec2": {"m5": "large", "t3": "micro nano"},
        "rds": {"t3": "micro"},
        "cache": {"r7g": "large"},
        "search": {"m4": "large", "r6g": "large"},
    }
    assert build(tmp_path) == expected
    target = tmp_path / "out.json"
    monkeypatch.setattr(build_instance_types, "TARGET", target)
    monkeypatch.setattr("sys.argv", ["x", str(tmp_path)])
    assert main() == 0
    assert json.loads(target.read_text()) == expected


def test_usage(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["x"])
    assert main() == 2
    assert "PRICES" in capsys.readouterr().out


def test_the_shipped_data_has_every_service() -> None:
    path = Path(build_instance_types.__file__).parents[1] / "app" / "knowledge" / "instance_types.json"
    data = json.loads(path.read_text())
    assert set(data) == set(TABLES)
    assert "micro" in data["ec2"]["t3"].split()
