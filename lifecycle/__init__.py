"""The domain: the life of an apprentice, in pure Python. No clock, no I/O, no framework."""
