"""Measurements against peers and against ourselves; what they found is under results/."""
