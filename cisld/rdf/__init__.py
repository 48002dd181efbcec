"""Values of RDF without input or output: names, prefixes, literals."""
