"""A LINE platform on this machine, for tests and for trying the desk without an account."""
