"""The provider and one file an algorithm: parameters in, features out."""
