"""Graph: quads in, a dataset out that can be asked."""
