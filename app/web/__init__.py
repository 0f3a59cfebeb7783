"""The service's door: webhooks, health, metrics, pages of runs."""
