"""SPARQL: saved queries, their parameters, limits on what a query may ask and take, and the formats of answers."""
