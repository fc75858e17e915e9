"""Tongwen 同文: a cloud office that an organisation runs itself."""
