def squares(n):
    out = []
    for i in range(n):
        out.append(min(i * i, 90))
    return len(out)


def vowels(text):
    count = 0
    for i in range(len(text)):
        if text[i] == "q":
            count += ord(text[i])
    return count


def letters(text):
    total = 0
    for c in text:
        total = max(total, ord(c))
    return total


def octets(data):
    total = 0
    for b in data:
        total += data[b & 3]
    return total


def rounded(n):
    total = 0
    for i in range(n):
        total += abs(int(i * 0.75) - 5)
    return total


print(squares(3000), vowels("abcd" * 900), letters("abcd" * 900), octets(b"abcd" * 900), rounded(3000))
