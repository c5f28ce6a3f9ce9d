"""Which date, amount or word does a text mean? Decided once per column, over all of its rows."""
