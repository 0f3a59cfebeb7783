"""Terraform: stacks, the driver of its core, lint, repair and writing."""
