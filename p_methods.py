methods()
