concat()
