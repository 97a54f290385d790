"""Looking through every place, measure and year for leads: questions worth asking, never findings (A1.11)."""
