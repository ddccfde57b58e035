# Subclasses of str with `__slots__` members, which stand behind their characters.
import copy
import gc
import pickle


class Token(str):
    __slots__ = ("kind", "line")

    def __new__(cls, text, kind, line=0):
        token = super().__new__(cls, text)
        token.kind = kind
        token.line = line
        return token

    def __reduce__(self):
        return Token, (str(self), self.kind, self.line)


class Marked(Token):
    __slots__ = ("mark",)


class Open(Marked):
    pass


def show(token):
    return str(token), token.kind, token.line, len(token)


print(show(Token("name", "id", 3)), show(Token("", "end")), show(Token("é€😀" * 50, "text", 2))[1:])
long = Token("x" * 3_000_000, ["list"], {"a": 1})
print(long.kind, long.line, len(long))

token = Token("+", "op")
for act in (lambda: token.other, lambda: setattr(token, "other", 1), lambda: token.__dict__):
    try:
        print(act())
    except AttributeError as error:
        print(error)
del token.kind
for _ in range(2):
    try:
        del token.kind
    except AttributeError as error:
        print(error)
    try:
        token.kind
    except AttributeError as error:
        print(error)

marked = Marked("m", "k", 1)
try:
    marked.mark
except AttributeError as error:
    print(error)
marked.mark = [1, 2]
print(marked.mark, show(marked), marked == "m", {marked: 1}["m"], marked + "!", type(marked.upper()))

free = Open("free", "k")
free.mark = 7
free.anything = 8
print(free.mark, free.anything, free.__dict__, Open.mark.__get__(free))
print(show(copy.copy(token.__class__("c", "d"))), show(pickle.loads(pickle.dumps(Token("p", ("q",), 9)))))

# What members refer to stays alive, and is read, stored and deleted in hot loops.
tokens = [Token("t%d" % i, [i], str(i)) for i in range(2000)]
gc.collect()
junk = [[i] for i in range(20000)]
total = 0
for token in tokens:
    total += token.kind[0] + int(token.line) + len(token)
    token.kind = token.line
    del token.line
gc.collect()
print(total, tokens[77].kind, sum(hasattr(token, "line") for token in tokens), tokens[5] in {"t5"})


class Other(str):
    __slots__ = ("kind", "line")


token = Token("same", 1, 2)
token.__class__ = Other
print(type(token).__name__, token.kind, token.line)
for base in (int, bytes, tuple):
    try:
        type("Slotted", (base,), {"__slots__": ("x",)})
    except TypeError as error:
        print(error)
try:
    token.__class__ = str
except TypeError as error:
    print(error)
