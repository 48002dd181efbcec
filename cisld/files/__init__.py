"""Files: from the project folder to quads as written, and back to files without ever leaving half a file."""
