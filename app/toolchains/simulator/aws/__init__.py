"""AWS: what its provider does that its schema does not say."""
