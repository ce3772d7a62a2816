"""What the desk knows, for its people: every guide as each channel shows it, its source, and what is due for review."""
