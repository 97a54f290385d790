"""Did an outcome change where several places used the same model, starting in different years? (engine.md, A1.10)"""
