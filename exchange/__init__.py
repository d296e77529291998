"""Files that come and go: the State’s templates and our own, read row by row."""
