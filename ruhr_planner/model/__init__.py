"""The vocabulary of the house: tables, fields, code lists, units, licences, sensitivity and errors. Standard library only."""
