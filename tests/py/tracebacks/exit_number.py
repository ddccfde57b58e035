# stderr (nothing on it; the exit code is 3): raise SystemExit from a function
def leave():
    raise SystemExit(3)


print("before")
leave()
