"""Engines behind the pipeline's ``StepRunner``."""
