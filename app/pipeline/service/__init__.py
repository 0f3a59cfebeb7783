"""The service's use cases: what a delivery sets off, from the first reaction to the last comment."""
