"""Canonical tables to one row per customer: the catalogue of features and how they are built."""
