"""``python -m app`` is the command ``agents``."""

from app.cli import main

main()
