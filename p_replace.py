replace()
