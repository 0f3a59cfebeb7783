"""Writing Terraform: a resource graph becomes the files of a stack."""

from app.toolchains.terraform.writer.stack import write

__all__ = ["write"]
