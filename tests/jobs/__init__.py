"""Worker processes: limits, deaths, what comes back."""
