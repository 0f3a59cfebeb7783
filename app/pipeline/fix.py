"""Repairs in place: proven in a copy first, written to the folder only where the check no longer asks."""

import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from app.agents.developer import Mended, Repairer
from app.domain.errors import Failure
from app.domain.finding import Finding, Repair
from app.domain.plan import StackResult
from app.domain.stack import Stack

Check = Callable[[Path, Sequence[Stack]], tuple[Finding, ...]]
Plan = Callable[[Path, Sequence[Stack]], tuple[StackResult, ...]]


@dataclass(frozen=True, slots=True)
class Fixed:
    """What was repaired with its proof, what was left and why, and the files that changed."""

    fixed: tuple[Repair, ...]
    left: tuple[tuple[Finding, str], ...]
    files: tuple[str, ...]


def fix(
    root: Path,
    stacks: Sequence[Stack],
    rules: Sequence[str],
    repairer: Repairer,
    check: Check,
    plan: Plan,
    scratch: Path,
) -> Fixed:
    """Repair the findings of ``rules`` (all without); a file whose stack no longer plans is not written."""
    wanted = [finding for finding in check(root, stacks) if finding.counts and _asked_for(finding, rules)]
    folders = {path for stack in stacks for path in (stack.path, *stack.modules)}
    mended = repairer(terraform_sources(root, folders), wanted)
    if not mended.files:
        return Fixed((), tuple(mended.left), ())
    copy = copied(root, mended.files, scratch)
    broken = broken_by(plan(root, stacks), plan(copy, stacks))
    still = {finding.fingerprint for finding in check(copy, stacks)}
    fixed, left = _judge(mended, still, broken)
    accepted = {repair.path for repair in fixed}
    files = tuple(sorted(path for path in mended.files if path in accepted or _companion(path, accepted, broken)))
    for path in files:
        replace_file(root / path, mended.files[path])
    return Fixed(fixed, left, files)


def _asked_for(finding: Finding, rules: Sequence[str]) -> bool:
    return not rules or finding.rule in rules or bool(set(finding.aliases) & set(rules))


def terraform_sources(root: Path, folders: Collection[str], kinds: Sequence[str] = ("*.tf",)) -> dict[str, str]:
    """The files of these kinds right in these folders, which is what a repair looks at: path below ``root`` → text."""
    found = (file for folder in sorted(folders) for kind in kinds for file in sorted((root / folder).glob(kind)))
    files = [file for file in found if not file.is_symlink()]
    return {file.relative_to(root).as_posix(): file.read_text("utf-8", "replace") for file in files}


def copied(root: Path, files: Mapping[str, str], scratch: Path) -> Path:
    """A copy of the folder below ``scratch`` with these texts in it."""
    target = scratch / "fixed"
    shutil.copytree(root, target, symlinks=True, ignore=shutil.ignore_patterns(".git", ".terraform"))
    for path, text in files.items():
        (target / path).write_text(text, encoding="utf-8")
    return target


def broken_by(before: Sequence[StackResult], after: Sequence[StackResult]) -> set[str]:
    """Stacks that planned before and do not now."""
    good = {result.path for result in before if result.status != "failed"}
    return {result.path for result in after if result.status == "failed" and result.path in good}


def _judge(
    mended: Mended, still: set[str], broken: set[str]
) -> tuple[tuple[Repair, ...], tuple[tuple[Finding, str], ...]]:
    fixed: list[Repair] = []
    left = list(mended.left)
    for finding, before, after in mended.applied:
        if any(is_inside(finding.path, stack) for stack in broken):
            left.append((finding, "mending it breaks the plan of its stack"))
        elif finding.fingerprint in still:
            left.append((finding, "the check still asks for it after the repair"))
        else:
            proof = "the same check ran again and passed; the stack still plans"
            warning = mended.warnings.get(finding.fingerprint, "")
            fixed.append(Repair(finding.rule, finding.path, finding.line, before, after, proof, warning))
    return tuple(fixed), tuple(left)


def _companion(path: str, accepted: set[str], broken: set[str]) -> bool:
    """A changed file without a repair of its own goes with those of its folder."""
    folder = PurePosixPath(path).parent
    if any(is_inside(path, stack) for stack in broken):
        return False
    return any(PurePosixPath(other).parent == folder for other in accepted)


def is_inside(path: str, stack: str) -> bool:
    """Whether a file belongs to a stack's own folder."""
    return stack == "." or path.startswith(f"{stack}/")


def replace_file(path: Path, text: str) -> None:
    """Replace the file at once, keeping its mode; a full disk leaves the old one."""
    new = path.with_name(f".{path.name}.agents")
    try:
        new.write_text(text, encoding="utf-8")
        if path.exists():
            shutil.copymode(path, new)
        new.replace(path)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise Failure(f"writing {path}", error.strerror or str(error), "free some disk space") from error
