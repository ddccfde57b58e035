find()
