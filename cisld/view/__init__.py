"""Views: quads as written in, serializations, JSON-LD documents and the data set's description out."""

CODES = {
    "CIS050": "The output format cannot hold what the input says.",
    "CIS051": "The project's name cannot name the files that are built.",
    "CIS052": "The output folder holds files that `cisld build` did not write.",
}
"""Codes of the errors of this folder, with what each means."""
