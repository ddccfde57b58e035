from . import right
name = "left"
