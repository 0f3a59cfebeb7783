"""What holds for every test."""

import os

ASKING = ("ANTHROPIC_", "AGENTS_REASONER", "AGENTS_MODEL", "AGENTS_EFFORT", "AGENTS_TEMPERATURE")


def pytest_configure() -> None:
    """Nobody's key is used up by tests, nor do a developer's own settings of a model count in them."""
    for name in [name for name in os.environ if name.startswith(ASKING)]:
        del os.environ[name]
