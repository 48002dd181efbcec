"""pyrudof's native engine: data file and shapes file in, the number of results out."""

import sys

import pyrudof

session = pyrudof.Rudof(pyrudof.RudofConfig())
session.read_data(sys.argv[1])
session.read_shacl(sys.argv[2])
print(len(session.validate_shacl()))
