"""How do a file's rows get into the canonical tables, each counted once, and out of them again?"""
