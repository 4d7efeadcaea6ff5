"""How networks count and what fits: pure work on texts; knows nothing of sites."""
