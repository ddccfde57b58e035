# stderr: a module that is not there, inside a function inside a module
def load():
    import module_that_is_not_there
    return module_that_is_not_there


load()
