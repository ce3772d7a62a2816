"""One conversation: what was said and why, and what an agent does in it."""
