"""Tests, a folder for each way of looking at the program."""
