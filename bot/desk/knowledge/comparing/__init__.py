"""Compares a newly saved copy of a vendor's page with what was there when its facts were read."""
