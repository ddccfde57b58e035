fstr()
