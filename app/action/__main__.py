"""``python -m app.action`` is a step of a workflow."""

import sys

from app.action.door import main

if __name__ == "__main__":
    sys.exit(main())
