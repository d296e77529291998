"""One file per kind of page: thin handlers that ask and show."""
