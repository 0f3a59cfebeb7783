"""What is kept: deliveries, runs, threads."""
