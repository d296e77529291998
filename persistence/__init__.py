"""The memory of the house: tables, the event store, the register of people, the outbox.

Drivers' errors stop here: what leaves is `lifecycle.errors`.
"""
