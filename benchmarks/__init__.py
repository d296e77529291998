"""What the engine costs: `make bench` measures it beside its limits and peers, in the same run."""
