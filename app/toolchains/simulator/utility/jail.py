"""Where the simulator may read and write files: inside the run's own folder, nowhere else."""

from pathlib import Path

from app.domain.errors import Failure
from app.toolchains.simulator.place import Place


def require_inside(place: Place, path: str, doing: str) -> Path:
    """The absolute path behind a configuration's path, relative to Terraform's working directory.

    Symbolic links are followed before the check. Raises `Failure` where files are forbidden or the path leads out.
    """
    if place.directory is None:
        raise Failure(
            doing,
            "files are not available from this simulator",
            "It serves anyone's Terraform and touches no files; `agents simulate` runs a stack in a sandbox instead.",
        )
    directory = place.directory.resolve()
    root = (place.root or place.directory).resolve()
    target = (directory / path).resolve()
    if not target.is_relative_to(root):
        raise Failure(
            doing, f"{path} is outside the stack", "Simulated runs read and write inside the repository only."
        )
    return target
