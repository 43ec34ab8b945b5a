"""Version 1 of the interface: one file per room, over a small machinery that every operation goes through.

``operation`` declares and guards a single operation, ``resource`` makes the usual six of a register.
"""
