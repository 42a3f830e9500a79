"""The version of the package, the same as that of Savanna's jars."""

__version__ = "0.2.0"
