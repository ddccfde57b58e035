encode()
