"""What survives between builds: the cache, the lock, and the output folder."""
