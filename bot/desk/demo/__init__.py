"""A week of work that never was: conversations, cases and figures to look at on a new desk."""
