"""Pricers of Azure resource types, by service."""
