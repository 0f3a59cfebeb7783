"""How agents think."""
