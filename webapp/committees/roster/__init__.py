"""Rosters: from a spreadsheet to people and faults, and back. Knows no database: `committees.service` applies a reading.

Nothing is imported here: those who ask for its words (`text`, `model`) do not load what reads spreadsheets.
"""
