"""Which rows of text are in these bytes? Any kind of file comes in here; a `Source` per table goes out."""
