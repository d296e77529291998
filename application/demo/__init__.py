"""`make demo`: fifty dossiers live five weeks on a simulated clock, through the one door."""
