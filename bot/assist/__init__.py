"""Suggested answers for the agents, every sentence with its source."""
