from . import left
name = "right"
partner = lambda: left.name
