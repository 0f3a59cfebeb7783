"""Terraform providers simulated from their schemas: no account, no network, the same answer every time."""
