slices()
