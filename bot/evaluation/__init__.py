"""Measuring how well the desk understands, on messages it was never trained on."""
