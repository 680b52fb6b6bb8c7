"""Benchmarks: the figures that the project promises, measured on real comments."""
