"""Figures: what the desk did in a period, each number with the conversations behind it."""
