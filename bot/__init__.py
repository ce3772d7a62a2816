"""Koshin Desk: the support-desk assistant for resellers of security software."""
