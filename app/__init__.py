"""iac-agents: a GitOps bot for infrastructure."""


def __getattr__(name: str) -> str:
    """``__version__``, looked up when asked for: every worker imports this package and few want to know."""
    if name != "__version__":
        raise AttributeError(name)
    from importlib.metadata import version  # noqa: PLC0415 - 45 ms

    return version("iac-agents")
