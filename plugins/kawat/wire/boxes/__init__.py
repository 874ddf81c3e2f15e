"""Containers: what a wire text can come in, each format in one module. No path from a container is used as a path."""
