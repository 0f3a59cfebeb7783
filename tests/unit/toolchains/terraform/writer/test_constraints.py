"""Version constraints as Terraform reads them."""

import pytest

from app.toolchains.terraform.writer.constraints import admits


@pytest.mark.parametrize(
    ("constraint", "version", "admitted"),
    [
        ("~> 6.0", "6.62.0", True),
        ("~> 6.62", "6.62.0", True),
        ("~> 6.63", "6.62.0", False),
        ("~> 5.40", "6.62.0", False),
        ("~> 6.62.0", "6.62.9", True),
        ("~> 6.61.0", "6.62.0", False),
        ("~> 6", "6.62.0", True),
        (">= 5.0, < 7.0", "6.62.0", True),
        (">= 5.0, < 6.0", "6.62.0", False),
        ("6.62.0", "6.62.0", True),
        ("= 6.62", "6.62.0", True),
        ("!= 6.62.0", "6.62.0", False),
        ("> 6.62", "6.62.0", False),
        ("<= 6.62", "6.62.0", True),
        ("nonsense", "6.62.0", False),
        ("", "6.62.0", False),
    ],
)
def test_admits(constraint: str, version: str, admitted: bool) -> None:
    assert admits(constraint, version) is admitted
