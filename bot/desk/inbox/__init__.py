"""The list of all conversations, live and searched."""
