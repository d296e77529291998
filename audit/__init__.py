"""Evidence: is this history the one that was written? Who, when, under which rule?"""
