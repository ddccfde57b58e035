"""A tokenizer for a small language, character by character, and a precedence-climbing calculator over its tokens."""

SIZE, QUICK = 1200, 1  # copies of the source

SOURCE = """
let total = 0; let step_2 = 3.25;
while (total < 1000) { total = total + step_2 * (2 - 7 % 4) ; if (total >= 99) { print "total: \\"big\\""; } }
func area(width, height) { return width * height / 2 ; } // a comment
let text = "abc" + 'def' ; let mask = 0xFF & ~12 | 1 << 4 ;
"""
SUMS = ("1 + 2 * 3 - 4", "(1 + 2) * (3 - 4) * 12", "2 * (3 + (4 - 5) * 6) % 7", "100 / 7 - 3 * -2", "((((9)))) * 9 - 1")
KEYWORDS = {"let", "while", "if", "print", "func", "return"}
DOUBLE = {"<=", ">=", "==", "!=", "<<", ">>"}
PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2, "%": 2}


class Token:
    __slots__ = ("kind", "text", "line", "column")

    def __init__(self, kind, text, line, column):
        self.kind = kind
        self.text = text
        self.line = line
        self.column = column


class Tokenizer:
    def __init__(self, source):
        self.source = source
        self.at = 0
        self.line = 1
        self.line_start = 0

    def peek(self, ahead=0):
        at = self.at + ahead
        return self.source[at] if at < len(self.source) else ""

    def skip_blank(self):
        while True:
            c = self.peek()
            if c == "\n":
                self.line += 1
                self.line_start = self.at + 1
            elif c == "/" and self.peek(1) == "/":
                while self.peek() not in ("\n", ""):
                    self.at += 1
                continue
            elif c == "" or c not in " \t\r":
                return
            self.at += 1

    def word(self):
        start = self.at
        while (c := self.peek()).isalnum() or c == "_":
            self.at += 1
        text = self.source[start:self.at]
        return ("keyword" if text in KEYWORDS else "name"), text

    def number(self):
        start, kind = self.at, "int"
        while True:
            c = self.peek()
            if c == ".":
                kind = "float"
            elif c == "" or c not in "0123456789xABCDEFabcdef":
                return kind, self.source[start:self.at]
            self.at += 1

    def string(self, quote):
        parts = []
        self.at += 1
        while (c := self.peek()) != quote:
            if c == "\\":
                self.at += 1
                c = self.peek()
            parts.append(c)
            self.at += 1
        self.at += 1
        return "string", "".join(parts)

    def __iter__(self):
        while True:
            self.skip_blank()
            c, line, column = self.peek(), self.line, self.at - self.line_start
            if c == "":
                return
            if c.isalpha() or c == "_":
                kind, text = self.word()
            elif c.isdigit():
                kind, text = self.number()
            elif c in "\"'":
                kind, text = self.string(c)
            else:
                text = c + self.peek(1)
                if text not in DOUBLE:
                    text = c
                kind = "operator"
                self.at += len(text)
            yield Token(kind, text, line, column)


class Calculator:
    def __init__(self, source):
        self.tokens = list(Tokenizer(source))
        self.at = 0

    def next_is(self, text):
        return self.at < len(self.tokens) and self.tokens[self.at].text == text

    def atom(self):
        token = self.tokens[self.at]
        self.at += 1
        if token.text == "-":
            return -self.atom()
        if token.text == "(":
            value = self.expression(1)
            self.at += 1
            return value
        return int(token.text)

    def expression(self, least):
        value = self.atom()
        while self.at < len(self.tokens):
            operator = self.tokens[self.at].text
            precedence = PRECEDENCE.get(operator, 0)
            if precedence < least:
                break
            self.at += 1
            other = self.expression(precedence + 1)
            if operator == "+":
                value += other
            elif operator == "-":
                value -= other
            elif operator == "*":
                value *= other
            elif operator == "/":
                value //= other
            else:
                value %= other
        return value


def run(n):
    kinds, checksum = {}, 0
    for token in Tokenizer(SOURCE * n):
        kinds[token.kind] = kinds.get(token.kind, 0) + 1
        checksum = (checksum * 31 + len(token.text) * token.line + token.column) & 0xFFFFFFFF
    total = 0
    for _ in range(n):
        for text in SUMS:
            total += Calculator(text).expression(1)
    return f"{sorted(kinds.items())} {checksum:x} {total}"


if __name__ == "__main__":
    print(run(SIZE))
