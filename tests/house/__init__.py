"""Rules that the house keeps on itself."""
