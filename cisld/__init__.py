"""cisld: validate, query, convert and publish linked data; with a data set on post-Soviet integration."""

__version__ = "0.1.0"
