"""Django's databases, with a compiler that does less: see compiler.py."""
