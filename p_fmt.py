fmt()
