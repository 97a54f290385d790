"""Tables that people bring, as CSV or as a workbook: read strictly, and refused in a sentence."""
