"""A reader and a writer of nested data as text: character tests, slices, dispatch on types, recursion."""

SIZE, QUICK = 13, 1  # rounds
RECORDS = 250


class Reader:
    def __init__(self, text):
        self.text = text
        self.at = 0

    def skip(self):
        text, at = self.text, self.at
        while at < len(text) and text[at] in " \n\t\r":
            at += 1
        self.at = at

    def expect(self, character):
        if self.text[self.at] != character:
            raise ValueError(f"expected {character!r} at {self.at}, found {self.text[self.at]!r}")
        self.at += 1

    def value(self):
        self.skip()
        character = self.text[self.at]
        if character == "{":
            return self.record()
        if character == "[":
            return self.sequence()
        if character == '"':
            return self.string()
        for word, value in (("true", True), ("false", False), ("null", None)):
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return value
        return self.number()

    def record(self):
        result = {}
        self.expect("{")
        self.skip()
        if self.text[self.at] == "}":
            self.at += 1
            return result
        while True:
            self.skip()
            key = self.string()
            self.skip()
            self.expect(":")
            result[key] = self.value()
            self.skip()
            if self.text[self.at] == ",":
                self.at += 1
            else:
                self.expect("}")
                return result

    def sequence(self):
        result = []
        self.expect("[")
        self.skip()
        if self.text[self.at] == "]":
            self.at += 1
            return result
        while True:
            result.append(self.value())
            self.skip()
            if self.text[self.at] == ",":
                self.at += 1
            else:
                self.expect("]")
                return result

    def string(self):
        self.expect('"')
        parts = []
        while True:
            character = self.text[self.at]
            self.at += 1
            if character == '"':
                return "".join(parts)
            if character == "\\":
                escaped = self.text[self.at]
                self.at += 1
                if escaped == "n":
                    character = "\n"
                elif escaped == "u":
                    character = chr(int(self.text[self.at:self.at + 4], 16))
                    self.at += 4
                else:
                    character = escaped
            parts.append(character)

    def number(self):
        start = self.at
        text = self.text
        at = start
        while at < len(text) and text[at] in "+-0123456789.eE":
            at += 1
        self.at = at
        digits = text[start:at]
        if not digits:
            raise ValueError(f"unexpected {text[at]!r}")
        return float(digits) if "." in digits or "e" in digits else int(digits)


def write(value, out):
    if value is None:
        out.append("null")
    elif value is True:
        out.append("true")
    elif value is False:
        out.append("false")
    elif isinstance(value, (int, float)):
        out.append(repr(value))
    elif isinstance(value, str):
        out.append('"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"')
    elif isinstance(value, list):
        out.append("[")
        for i, item in enumerate(value):
            if i:
                out.append(", ")
            write(item, out)
        out.append("]")
    elif isinstance(value, dict):
        out.append("{")
        first = True
        for key, item in value.items():
            if not first:
                out.append(", ")
            first = False
            write(key, out)
            out.append(": ")
            write(item, out)
        out.append("}")
    else:
        raise TypeError(type(value).__name__)


def make_record(i):
    return {"id": i, "name": f"duck \"{i}\"", "weight": i / 8 + 0.5, "tags": ["wild", "loud"][: i % 3], "alive": i % 2 == 0,
            "nest": {"eggs": [i, i * i, -i], "keeper": None, "note": "line\nbreak \\ end"}, "empty": [{}, []]}


def one_round(n):
    data = [make_record(i) for i in range(n)]
    out = []
    write(data, out)
    text = "".join(out)
    again = Reader(text).value()
    if again != data:
        raise AssertionError("what was read differs from what was written")
    try:
        Reader(text[:-1] + "?").value()
    except ValueError as error:
        return f"{len(text)} {sum(map(ord, text)) % 65521} {error}"


def run(rounds):
    results = {one_round(RECORDS) for _ in range(rounds)}
    if len(results) != 1:
        raise AssertionError("the rounds disagree")
    return results.pop()


if __name__ == "__main__":
    print(run(SIZE))
