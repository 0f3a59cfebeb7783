"""The service catalogue: one small file per service."""
