"""What the agents know: data files with small loaders."""
