"""cisld: validate, query, convert and publish linked data, and the data set on post-Soviet integration that it ships."""

__version__ = "0.1.0"
