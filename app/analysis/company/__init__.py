"""A company's own policies: reading them, judging a plan by them."""

from app.analysis.company.checks import CompanyChecks
from app.analysis.company.document import policy_input
from app.analysis.company.read import read_company

__all__ = ["CompanyChecks", "policy_input", "read_company"]
