"""Primes."""

import pytest

from app.toolchains.simulator.tokens import Tokens
from app.toolchains.simulator.utility.primes import prime, probably_prime


@pytest.mark.parametrize(
    ("number", "expected"),
    [(2003, True), (2**127 - 1, True), (2**128 + 1, False), (2003 * 2011, False), (3215031751, False)],
)
def test_probably_prime(number: int, expected: bool) -> None:
    assert probably_prime(number) is expected


def test_prime_is_stable_and_of_the_right_size() -> None:
    number = prime(Tokens("s"), "p", 256)
    assert number == prime(Tokens("s"), "p", 256)
    assert number.bit_length() == 256
    assert pow(2, number - 1, number) == 1
