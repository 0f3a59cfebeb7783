"""Pricers of Google Cloud resource types, by service."""
