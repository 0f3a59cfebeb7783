"""Use cases: what a command does, step by step."""
