"""checkov behind a warm worker: security and secrets findings without a platform, a network or a repository's say."""
