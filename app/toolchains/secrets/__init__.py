"""Secrets in files: what the shapes of tokens and the names of arguments tell, beside checkov's own scan."""
