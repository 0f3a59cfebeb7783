"""Mechanical repair of people's Terraform: the text stays theirs, only what a rule asks for changes."""

from app.toolchains.terraform.repair.mend import Applied, Left, RepairResult, repair
from app.toolchains.terraform.repair.rules import advice

__all__ = ["Applied", "Left", "RepairResult", "advice", "repair"]
