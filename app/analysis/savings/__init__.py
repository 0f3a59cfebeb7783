"""What a stack could cost less: rules over the plan and its prices, and the arithmetic behind each recommendation."""
