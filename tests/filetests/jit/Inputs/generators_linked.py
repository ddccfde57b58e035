def words(text):
    at = 0
    while at < len(text):
        begin = at
        while at < len(text) and text[at] != " ":
            at += 1
        yield at - begin
        at += 1


def consume(text):
    total = 0
    for _ in range(300):
        for length in words(text):
            total += length
    return total


text = "a generator whose body has a loop of its own " * 3
print(consume(text), [len(dict(enumerate(words(text)))) for _ in range(600)][-1])
