"""How the action installs itself."""
