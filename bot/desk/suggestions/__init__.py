"""Suggested and canned replies, beside a conversation and on pages of their own."""
