"""The verbs of the `lifecycle` command, a file for each kind of work."""
