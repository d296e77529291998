"""What figures count: small units read from one life, each with its day, and the tests made on them."""
