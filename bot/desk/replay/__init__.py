"""Replay: a past period's conversations through another model or knowledge version."""
