"""GitLab as a forge."""
