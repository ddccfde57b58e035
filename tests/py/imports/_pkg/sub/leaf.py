print("import", __name__)
name = __name__.rpartition(".")[2]
