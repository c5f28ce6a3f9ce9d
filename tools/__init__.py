"""Tools: what the Makefile needs beside pip and pytest."""
