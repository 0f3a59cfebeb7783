from decimal import Decimal

import pytest

from app.analysis.pricing.machines import Machines

MACHINES = Machines()


@pytest.mark.parametrize(
    ("asked", "usd", "estimated"),
    [
        (("m5.large", "us-east-1"), "0.096", False),
        (("m5.large", "eu-west-1"), "0.107", False),
        (("m7g.large", "eu-west-1"), "0.09066576", True),  # 0.0816 × 1.1111, the region's median
        (("m5.large", "af-south-1"), "0.096", True),
        (("m5.large", ""), "0.096", True),
        (("m5.large", "us-east-1", "windows"), "0.188", False),
        (("m5.large", "us-east-1", "rhel"), "0.191", False),
        (("m5.large", "us-east-1", "suse"), "0.152", False),
        (("m5.large", "eu-west-1", "windows"), "0.199", True),  # 0.107 + (0.188 - 0.096)
        (("r8g.large", "us-east-1", "suse"), "0.17412", True),  # 0.11782 + 0.0563, the median of two vCPUs
        (("t3.medium", "us-east-1", "linux", "dedicated"), "0.0441", False),
        (("m5.large", "us-east-1", "linux", "dedicated"), "0.10176", True),  # 0.096 × 1.06
    ],
)
def test_ec2(asked: tuple[str, ...], usd: str, estimated: bool) -> None:
    price = MACHINES.ec2(*asked)
    assert price is not None
    assert (price.usd, price.estimated, price.unit) == (Decimal(usd), estimated, "hours")
    assert price.date


@pytest.mark.parametrize(
    "asked", [("m5.none", "us-east-1"), ("m7g.large", "us-east-1", "windows"), ("m5.large", "us-east-1", "beos")]
)
def test_no_such_machine(asked: tuple[str, ...]) -> None:
    assert MACHINES.ec2(*asked) is None


def test_specs_and_sizes() -> None:
    specs = MACHINES.specs("m5.xlarge")
    assert specs is not None
    assert (specs.vcpu, specs.memory, specs.arch, specs.current) == (4, Decimal(16), "x86_64", False)
    assert MACHINES.specs("m5.none") is None
    assert list(MACHINES.sizes("t3"))[:3] == ["t3.nano", "t3.micro", "t3.small"]
    assert not any(name.startswith("t3a") for name in MACHINES.sizes("t3"))
    assert MACHINES.sizes("nothing") == {}


def test_extra_for_ebs_optimisation() -> None:
    own, neighbour = MACHINES.ebs_surcharge("i2.xlarge"), MACHINES.ebs_surcharge("r3.xlarge")
    assert own is not None
    assert neighbour is not None
    assert (own.usd, own.estimated, neighbour.usd, neighbour.estimated) == (
        Decimal("0.02"),
        False,
        Decimal("0.02"),
        True,
    )
    assert MACHINES.ebs_surcharge("m5.large") is None


def test_reserved_instances() -> None:
    year = MACHINES.ec2_commitment("t3.medium", "us-east-1", 1)
    assert year is not None
    assert year.no_upfront is not None
    assert (year.no_upfront.usd, year.no_upfront.estimated) == (Decimal("0.0261"), False)
    newer = MACHINES.ec2_commitment("m7g.large", "eu-west-1", 1)
    assert newer is not None
    assert newer.no_upfront is None
    assert newer.all_upfront is not None
    assert newer.all_upfront.estimated
    assert MACHINES.ec2_commitment("m5.none", "us-east-1", 1) is None


@pytest.mark.parametrize(
    ("asked", "usd", "estimated"),
    [
        (("mysql", "db.m5.large", "us-east-1", False), "0.171", False),
        (("mariadb", "db.m5.large", "us-east-1", True), "0.342", False),
        (("mysql", "db.m5.large", "eu-west-1", False), "0.1905966", True),  # 0.171 × 1.1146, m5's multiplier
    ],
)
def test_database_classes(asked: tuple[str, str, str, bool], usd: str, estimated: bool) -> None:
    engine, kind, region, twice = asked
    price = MACHINES.rds(engine, kind, region, multi_az=twice)
    assert price is not None
    assert (price.usd, price.estimated) == (Decimal(usd), estimated)


def test_classes_of_an_engine() -> None:
    assert "db.m5.large" in MACHINES.rds_classes("mariadb")
    assert MACHINES.rds("oracle-ee", "db.m5.large", "us-east-1") is None


def test_nodes() -> None:
    cache = MACHINES.elasticache("cache.m6g.2xlarge", "Redis", "ca-central-1")
    assert cache is not None
    assert (cache.usd, cache.estimated) == (Decimal("0.65"), False)
    far = MACHINES.elasticache("cache.m6g.2xlarge", "redis", "af-south-1")
    assert far is not None
    assert far.estimated
    assert MACHINES.elasticache("cache.none", "redis", "us-east-1") is None
    search = MACHINES.opensearch("c7i.xlarge.search", "us-west-2")
    assert search is not None
    assert search.usd == Decimal("0.286")
    assert MACHINES.opensearch("m4.large.elasticsearch", "us-east-1") == MACHINES.opensearch(
        "m4.large.search", "us-east-1"
    )
    specs = MACHINES.node_specs("cache.m6g.2xlarge")
    assert specs is not None
    assert specs.vcpu == 8
    year = MACHINES.node_commitment("cache.m6g.2xlarge", "redis", "ca-central-1", 1)
    assert year is not None
    assert year.no_upfront is not None
    assert year.no_upfront.usd == Decimal("0.448")
    assert MACHINES.node_commitment("cache.m6g.2xlarge", "redis", "af-south-1", 1) is None
    assert MACHINES.node_specs("cache.none") is None


def test_azure_machines() -> None:
    listed, suspect, elsewhere = (
        MACHINES.azure_vm(*asked)
        for asked in [("Standard_A0", "centralus"), ("Standard_D2as_v5", "eastus"), ("Standard_A0", "southafricanorth")]
    )
    assert listed is not None
    assert (listed.usd, listed.estimated) == (Decimal("0.02"), False)
    assert suspect is not None
    assert (suspect.usd, suspect.estimated) == (Decimal("0.08606"), True)
    assert elsewhere is not None
    assert elsewhere.estimated
    assert MACHINES.azure_vm("Standard_None", "eastus") is None


def test_google_machines() -> None:
    price, spot, month = (
        MACHINES.gcp_machine("a2-highgpu-1g", "us-central1"),
        MACHINES.gcp_machine("a2-highgpu-1g", "us-central1", spot=True),
        MACHINES.gcp_commitment("a2-highgpu-1g", "us-central1", 1),
    )
    assert price is not None
    assert spot is not None
    assert month is not None
    assert (price.usd, spot.usd, month.usd, month.unit) == (
        Decimal("3.673385"), Decimal("1.92802"), Decimal("1689.371"), "months",
    )  # fmt: skip
    assert MACHINES.gcp_machine("none", "us-central1") is None
    assert MACHINES.gcp_commitment("none", "us-central1", 3) is None
    elsewhere = MACHINES.gcp_machine("a2-highgpu-1g", "europe-north2")
    assert elsewhere is not None
    assert elsewhere.estimated
    disk = MACHINES.gcp_other("compute.storage.balanced", "asia-east1")
    assert disk is not None
    assert (disk.usd, disk.unit) == (Decimal("0.1"), "months")
    assert MACHINES.gcp_other("compute.storage.none", "asia-east1") is None
