"""Bytes of the formats that libraries keep their books in, to Books."""
