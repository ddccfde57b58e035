# A loop that begins with a number beyond 62 bits in a variable is recorded in a round that ends with a negative constant in it.
SOURCE = """
def numbers(negative_at):
    x, seen = 9223372036854775805, set()
    for i in range(400):
        if i >= negative_at:
            seen.add(x)
        low = x & 255
        x = -1 if i % 40 == negative_at else 9223372036854775805
    return sorted(seen), low
"""
for negative_at in range(40):
    space = {}
    exec(SOURCE, space)  # new code each time, so that each round is the one that is recorded
    print(negative_at, *space["numbers"](negative_at))
