"""Evidence: proof that something ran."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that ran: tool, its version, the command in words, exit code, digest of the input, duration.

    ``digest`` is the SHA-256 (hex) of the input files; ``seconds`` wall-clock; ``isolation`` the sandbox used.
    """

    tool: str
    version: str
    command: str
    exit_code: int
    digest: str = ""
    seconds: float = 0.0
    isolation: str = ""
