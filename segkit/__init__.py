"""Segkit: exports in, behavioural customer segments out. The public API."""

from segkit.project import Project

__all__ = ["Project", "__version__"]
__version__ = "0.1.0"
