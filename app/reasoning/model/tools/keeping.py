"""Which paths of a repository are never sent to a model: the policy's, and those where secrets usually lie."""

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import translate
from functools import lru_cache

STATE = "the state holds every value of a deployment, also secret ones"
VALUES = "values of variables are often secret"
KEY = "it is a private key or a store of keys"
LOGIN = "programs keep passwords and tokens there"
SECRETS = "its name says that it holds secrets"
OWN = "it belongs to git or to a program, not to the code"

ALWAYS: Mapping[str, str] = {
    ".git": OWN,
    ".terraform": OWN,
    "iac-agents-report": OWN,
    "reasoner.jsonl": OWN,
    "*.tfstate*": STATE,
    "*.tfplan": STATE,
    "crash*.log": STATE,
    "*.tfvars": VALUES,
    "*.tfvars.json": VALUES,
    ".env*": VALUES,
    "*.env": VALUES,
    "*.pem": KEY,
    "*.key": KEY,
    "*.p12": KEY,
    "*.pfx": KEY,
    "*.jks": KEY,
    "*.keystore": KEY,
    "*.kdbx": KEY,
    "*.ppk": KEY,
    "*.agekey": KEY,
    "id_rsa*": KEY,
    "id_dsa*": KEY,
    "id_ecdsa*": KEY,
    "id_ed25519*": KEY,
    ".ssh": KEY,
    ".gnupg": KEY,
    ".aws": LOGIN,
    ".azure": LOGIN,
    ".docker": LOGIN,
    ".dockercfg": LOGIN,
    ".git-credentials": LOGIN,
    ".htpasswd": LOGIN,
    ".kube": LOGIN,
    "kubeconfig*": LOGIN,
    ".netrc": LOGIN,
    "_netrc": LOGIN,
    ".npmrc": LOGIN,
    ".yarnrc*": LOGIN,
    ".pypirc": LOGIN,
    ".pgpass": LOGIN,
    ".my.cnf": LOGIN,
    ".terraformrc": LOGIN,
    "terraform.rc": LOGIN,
    ".vault*": LOGIN,
    "credentials*": LOGIN,
    "service-account*.json": LOGIN,
    "secret.*": SECRETS,
    "secrets.*": SECRETS,
    "*.secret": SECRETS,
    "*.secrets": SECRETS,
}
"""Names of files and folders that no policy can give out, with why; read as all globs here are."""
HARMLESS = ("*.example", "*.sample", "*.template", "*.dist", "example.*", "*.example.*", "sample.*", "*.sample.*")
"""Values that are made up to show a file's form."""
CODE = ("*.tf", "*.tofu", "*.md")
"""Code and prose about secrets (``secrets.tf``) is no secret."""

Glob = tuple[re.Pattern[str] | None, ...]
"""A glob part by part; None is ``**``."""


def folded(text: str) -> str:
    """As names are compared: without regard to case, and to the forms in which Unicode may write the same."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


class Globs:
    """Globs of paths, read as in ``.gitignore``: one without ``/`` is a name at any depth, another starts at the top;
    ``*`` stays within a name, ``**`` is any number of folders; whoever is below a folder that fits, fits."""

    def __init__(self, globs: Iterable[str]) -> None:
        parts = [_parts(glob) for glob in globs if glob.strip()]
        self._names = _any(names[0] for names in parts if len(names) == 1)
        self._paths = tuple(
            tuple(None if part == "**" else re.compile(translate(part)) for part in one)
            for one in parts
            if len(one) > 1
        )

    def fit(self, path: str) -> bool:
        """Whether the path or a folder above it fits one."""
        parts = folded(path).split("/")
        return any(map(self._names.match, parts)) or any(_fits(parts, glob) for glob in self._paths)


class Kept:
    """What stays here: the policy's ``globs`` and ``ALWAYS``."""

    def __init__(self, globs: Sequence[str]) -> None:
        self._policy = Globs(globs)

    def why(self, path: str) -> str:
        """Why a path may not be sent, by itself or by a folder above it; empty where it may."""
        if self._policy.fit(path):
            return "the repository's policy keeps it back"
        return next((why for part in folded(path).split("/") if (why := _always(part))), "")


def _any(names: Iterable[str]) -> re.Pattern[str]:
    """What matches any of these; nothing without one."""
    return re.compile("|".join(map(translate, names)) or r"(?!)")


_ALWAYS = _any(ALWAYS)
_EXCUSED: Mapping[str, re.Pattern[str]] = {VALUES: _any(HARMLESS), SECRETS: _any((*HARMLESS, *CODE))}


@lru_cache(4096)
def _always(name: str) -> str:
    """Why a name is kept; a reason with an excuse gives way to one without."""
    if not _ALWAYS.match(name):
        return ""
    reasons = (why for glob, why in ALWAYS.items() if re.match(translate(glob), name))
    return next((why for why in reasons if why not in _EXCUSED or not _EXCUSED[why].match(name)), "")


def _parts(glob: str) -> tuple[str, ...]:
    """The parts of a glob. ``./``, ``//``, a slash at either end and ``a/..`` mean nothing."""
    normal = posixpath.normpath(folded(glob.strip()).replace("\\", "/")).strip("/")
    parts = tuple(normal.split("/"))
    if normal in {"", ".", "**"}:
        return ("*",)
    return parts[1:] if len(parts) == 2 and parts[0] == "**" else parts


def _fits(parts: Sequence[str], glob: Glob) -> bool:
    """Whether a beginning of the path fits the whole glob: all places in it that are reached, part by part."""
    reached = _onward({0}, glob)
    for part in parts:
        stays = {at for at in reached if glob[at] is None}
        steps = {at + 1 for at in reached if (one := glob[at]) is not None and one.match(part)}
        reached = _onward(stays | steps, glob)
        if not reached or len(glob) in reached:
            return bool(reached)
    return False


def _onward(reached: set[int], glob: Glob) -> set[int]:
    """With the places behind every ``**``, which may stand for nothing."""
    more = set(reached)
    for at in reached:
        place = at
        while place < len(glob) and glob[place] is None:
            place += 1
            more.add(place)
    return more
