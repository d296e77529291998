"""What must hold, one file per phase: a source, a French reason, one affirmation each."""
