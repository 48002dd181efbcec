"""pySHACL over rdflib's memory store: data file and shapes file in, the number of results out."""

import sys

from pyshacl import validate
from rdflib import Graph
from rdflib.namespace import SH

data, shapes = Graph().parse(sys.argv[1]), Graph().parse(sys.argv[2])
_, report, _ = validate(data, shacl_graph=shapes)
print(len(set(report.objects(None, SH.result))))
