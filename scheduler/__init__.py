"""The alarm clock: it asks who has something due and sends ordinary commands through the door."""
