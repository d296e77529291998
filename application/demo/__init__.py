"""`make demo`: a made-up cohort lives two rentrées on a simulated clock, then its pages open."""
