"""Custom actions that Rasa calls: thin edges around the services in ``bot``."""
