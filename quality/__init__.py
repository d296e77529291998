"""What the charter asks to measure: indicators, the trajectory of each formation, the yearly report.

Nothing here is stored: every figure is counted from the facts, as known at an instant, so that the
same question about the past has the same answer for ever.
"""
