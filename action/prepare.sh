#!/usr/bin/env bash
# Finds a Python that will do, and the folder of this version's programs.
set -euo pipefail
for candidate in python3 python python3.14 python3.13 python3.12 python3.11; do
  if python=$(command -v "$candidate") && "$python" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "python=$python" >>"$GITHUB_OUTPUT"
    exec "$python" -I "$GITHUB_ACTION_PATH/action/install.py" plan
  fi
done
echo "::error title=iac-agents::Python 3.11 or newer is needed: put a step with actions/setup-python before this one"
exit 2
