"""Cases: the queue, one case, what is done with it."""
