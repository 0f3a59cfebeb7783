"""What agents ask a model: the form of each answer, and what code makes of it."""
