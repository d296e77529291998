"""`make demo`: two hundred dossiers live five weeks on a simulated clock, through the one door."""
