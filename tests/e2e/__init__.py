"""Browser tests, in JavaScript, and the servers that they start."""
