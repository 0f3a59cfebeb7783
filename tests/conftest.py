"""What holds for every test."""

import os
import signal

ASKING = ("ANTHROPIC_", "AGENTS_REASONER", "AGENTS_MODEL", "AGENTS_EFFORT", "AGENTS_TEMPERATURE")


def pytest_configure() -> None:
    """Nobody's key is used up by tests, nor do a developer's own settings of a model count in them.

    A run in a shell's background is started with interrupts ignored, and would hand that on to all that it starts.
    """
    for name in [name for name in os.environ if name.startswith(ASKING)]:
        del os.environ[name]
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
