"""Who runs: the engine as its users call it, and the limits and peers that it is held against."""
