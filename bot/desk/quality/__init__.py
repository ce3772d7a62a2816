"""The quality loop: messages worth learning from, labels, candidate models."""
