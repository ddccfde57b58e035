# The first program.
print("hello, pond")
