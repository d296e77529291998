"""What people are told: letters composed from facts, then handed to a relay or to a spool."""
