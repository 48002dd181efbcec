"""Views: quads as written in, serializations, JSON-LD documents and the data set's description out."""

CODES = {
    "CIS050": "The output format cannot hold what the input says.",
    "CIS051": "Two things that the project builds would have the same file name.",
}
"""Codes of the errors of this folder, with what each means."""
