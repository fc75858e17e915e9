"""Heavy and risky work in worker processes, with limits on memory, time and size."""
