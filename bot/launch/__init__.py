"""How each server process is started: one module per process."""
