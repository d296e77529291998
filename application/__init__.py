"""Settings, wiring, and the `lifecycle` command: the only place that knows everybody."""
