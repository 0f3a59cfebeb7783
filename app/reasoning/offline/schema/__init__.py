"""Types without a file in the catalogue, written from the provider's schema."""

from app.reasoning.offline.schema.write import type_writer

__all__ = ["type_writer"]
