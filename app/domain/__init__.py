"""Pure values of the product: no input, no output, no vendor library."""
