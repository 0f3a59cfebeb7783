"""What the operator's list of repositories says about a repository, about whole names and accounts."""

from fnmatch import fnmatchcase


def allows_repository(forge: str, repository: str, globs: tuple[str, ...]) -> bool:
    """Whether the repository is on the list; case does not count, ``*`` also spans ``/`` (nested groups)."""
    names = (repository.lower(), f"{forge}/{repository}".lower())
    return any(fnmatchcase(name, glob.lower()) for glob in globs for name in names)


def named_repositories(forge: str, globs: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the operator's list that are named in full."""
    full = [glob.removeprefix(f"{forge}/") for glob in globs if not set(glob) & set("*?[")]
    return tuple(name for name in full if "/" in name and not name.startswith(("github/", "gitlab/")))


def named_owners(forge: str, globs: tuple[str, ...]) -> tuple[str, ...]:
    """Globs of the accounts whose repositories may be on the operator's list."""
    other = {"github": "gitlab/", "gitlab": "github/"}[forge]
    return tuple(glob.removeprefix(f"{forge}/").partition("/")[0] for glob in globs if not glob.startswith(other))
