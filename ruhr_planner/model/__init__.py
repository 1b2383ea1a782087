"""The vocabulary of the house: tables, fields, codes, units, licences, sensitivity, errors. Standard library only."""
