value = "a package without __init__"
