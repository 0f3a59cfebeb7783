"""Designing: from a request to the architecture that answers it."""
