"""Our own rules for Terraform code."""

from app.toolchains.terraform.lint.linter import RULES, lint, rule_reference

__all__ = ["RULES", "lint", "rule_reference"]
