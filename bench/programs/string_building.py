"""Text in many small pieces: concatenation, join, format, replace, find, case and slices."""

SIZE, QUICK = 260000, 100


def caesar(text, shift):
    out = ""
    for character in text:
        if "a" <= character <= "z":
            out += chr((ord(character) - 97 + shift) % 26 + 97)
        else:
            out += character
    return out


def table(rows):
    lines = []
    for name, count, share in rows:
        lines.append(f"{name:<12}|{count:>8,}|{share:7.2%}")
    return "\n".join(lines)


def palindromes(words):
    return [word for word in words if word == word[::-1]]


def run(n):
    checksum = 0
    total = 0
    names = ["mallard", "teal", "eider", "pintail", "level", "noon", "Wigeon", "GADWALL"]
    for i in range(n):
        name = names[i % len(names)]
        key = name + "-" + str(i)
        if key.startswith("e") or key.endswith("7"):
            key = key.replace("e", "E").upper()
        checksum = (checksum * 31 + len(key) + key.find("L")) % 1000003
        if i % 10 == 0:
            secret = caesar(key.lower(), i % 26)
            if caesar(secret, 26 - i % 26) != key.lower():
                raise AssertionError("not reversible")
            total += secret.count("a")
        if i % 50 == 0:
            page = table([(names[j % 8], i * j, j / (i + 1)) for j in range(5)])
            total += len(page) + sum(len(line.rstrip("%")) for line in page.split("\n"))
            path = "/".join([part.strip().title() for part in " pond , reed , nest ".split(",")])
            total += path.count("e") + len(path.partition("/")[2]) + len("%s: %5.1f %04x" % (path, i / 3, i))
    return f"{checksum} {total} {palindromes(names)}"


if __name__ == "__main__":
    print(run(SIZE))
