"""`lifecycle simulate`: made-up people live the whole charter on a simulated clock.

`cast` says who they are, `tales` what each will do, `ruptures` how a contract breaks, `habits` how
people answer what falls due, `living` makes the days pass, `census` counts what came of it.
"""
