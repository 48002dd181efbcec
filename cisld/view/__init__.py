"""Views: quads as written in, serializations, JSON-LD documents and the data set's description out."""
