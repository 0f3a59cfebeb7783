"""What findings and passed rules say about the controls of a framework."""

from app.analysis.controls.assess import assess, failing_reasons, with_controls

__all__ = ["assess", "failing_reasons", "with_controls"]
