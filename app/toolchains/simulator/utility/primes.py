"""Prime numbers found from a seed, so that a simulated RSA key is the same in every run."""

from app.toolchains.simulator.tokens import Tokens

SMALL = tuple(
    number for number in range(3, 2000, 2) if all(number % other for other in range(3, int(number**0.5) + 1, 2))
)
# Miller-Rabin bases: for a random 512-bit candidate a dozen leave no doubt that matters here.
BASES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)


def probably_prime(number: int) -> bool:
    """Whether an odd number above 2,000 passes trial division and the Miller-Rabin test."""
    if any(number % small == 0 for small in SMALL):
        return False
    twos = (number - 1 & 1 - number).bit_length() - 1
    odd = (number - 1) >> twos
    return all(_passes(number, base, odd, twos) for base in BASES)


def _passes(number: int, base: int, odd: int, twos: int) -> bool:
    value = pow(base, odd, number)
    if value in {1, number - 1}:
        return True
    for _ in range(twos - 1):
        value = value * value % number
        if value == number - 1:
            return True
    return False


def prime(tokens: Tokens, label: str, bits: int) -> int:
    """The first prime from a number of ``bits`` bits drawn from the seed; fit for an RSA key with exponent 65537."""
    number = int.from_bytes(tokens.bytes(label, bits // 8), "big") | 1 | 3 << bits - 2
    while not (probably_prime(number) and (number - 1) % 65537):
        number += 2
    return number
