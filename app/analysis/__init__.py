"""What is computed from a plan, in process: prices, savings, exposure, permissions, keys, policies, controls."""
