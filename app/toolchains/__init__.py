"""Formats and their programs."""
