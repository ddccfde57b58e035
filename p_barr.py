barr()
