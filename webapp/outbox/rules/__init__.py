"""How long to wait before trying again, and what a returned mail says."""
