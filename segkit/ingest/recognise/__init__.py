"""Which system wrote this file, and which column is which field? Told by headings first, then by values."""
