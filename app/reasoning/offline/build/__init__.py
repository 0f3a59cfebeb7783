"""Building: from an architecture to the concrete graph of provider resources."""
