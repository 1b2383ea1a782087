"""What data exist: the shipped list, the portals, and one module per protocol that does no I/O."""
