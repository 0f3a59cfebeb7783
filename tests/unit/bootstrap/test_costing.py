"""Prices, savings and what-ifs, put together."""

from decimal import Decimal
from pathlib import Path

import pytest

from app.bootstrap.costing import LIMIT, Costing
from app.domain.errors import UsageFailure
from app.domain.planned import Planned, PlannedResource


def volume(address: str = "aws_ebs_volume.data", **values: object) -> Planned:
    """A stack with one volume of 100 GB."""
    resource = PlannedResource(address, "aws_ebs_volume", "data", region="us-east-1", values={"size": 100, **values})
    return Planned(".", (resource,))


def test_an_estimate_comes_with_savings_and_what_changed(tmp_path: Path) -> None:
    found = Costing().estimate([volume(type="gp2")], tmp_path, [volume(type="gp3")])
    assert (found.monthly, found.before) == (Decimal(10), Decimal(8))
    assert [change.difference for change in found.changes] == [2]
    assert ("ebs-gp2-gp3", Decimal(2), True) in [(saving.rule, saving.monthly, saving.safe) for saving in found.savings]
    alone = Costing().estimate([volume(type="gp2")], tmp_path, None)
    assert (alone.before, alone.changes) == (None, ())


def test_the_use_is_the_repositorys_or_the_one_that_was_named(tmp_path: Path) -> None:
    (tmp_path / "agents-usage.yml").write_text("version: 0.1\nassume: none\n")
    assert Costing().usage(tmp_path).assume == "none"
    named = tmp_path / "other.yml"
    named.write_text("version: 0.1\nassume: large\n")
    assert Costing(named).usage(tmp_path).assume == "large"
    assert Costing().usage(tmp_path / "nowhere").assume == "medium"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (None, "no such file"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"assume: lots\n", "line 1"),
        (b"# " + b"x" * LIMIT, "larger than 256 KiB"),
    ],
)
def test_a_usage_file_that_cannot_be_read_is_said(tmp_path: Path, text: bytes | None, word: str) -> None:
    path = tmp_path / "usage.yml"
    if text is not None:
        path.write_bytes(text)
    with pytest.raises(UsageFailure) as caught:
        Costing(path).usage(tmp_path)
    assert word in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize("target", ["secret.yml", "/dev/zero", "nowhere", "."])
def test_a_link_in_the_repositorys_place_is_not_followed(tmp_path: Path, target: str) -> None:
    (tmp_path / "secret.yml").write_text("hunter2: 1\n")
    (tmp_path / "agents-usage.yml").symlink_to(target)
    with pytest.raises(UsageFailure, match="a link") as caught:
        Costing().usage(tmp_path)
    assert "hunter2" not in str(caught.value)


def test_what_if_prices_other_values_and_tells_production(tmp_path: Path) -> None:
    price_of, production_of = Costing().what_if(
        [volume("aws_ebs_volume.data[0]", type="gp2", tags={"env": "prod"})], tmp_path
    )
    assert price_of("aws_ebs_volume.data[0]", {}) == 10
    assert price_of("aws_ebs_volume.data", {"type": "gp3"}) == 8  # a block stands for its first instance
    assert price_of("aws_ebs_volume.none", {}) is None
    assert production_of("aws_ebs_volume.data") is True
    assert production_of("aws_ebs_volume.none") is None
