"""Benchmarks: is Segkit fast enough? Every row is measured side by side with the plain way, in one run on one machine."""
