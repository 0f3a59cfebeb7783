"""Language models at work: the conversation, its limits, its tools and its record. No vendor is known here."""
