"""Pricers of AWS resource types, by service."""
