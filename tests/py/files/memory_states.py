# Pickled and copied StringIO and BytesIO objects keep text, line ends, position and attributes.
import copy
import io
import pickle


class Named(io.StringIO):
    pass


for newline in (None, "", "\n", "\r", "\r\n"):
    file = Named("a\nb\r\nc", newline)
    file.name = "n"
    file.seek(3)
    print(file.__getstate__())
    for other in (pickle.loads(pickle.dumps(file, 2)), copy.copy(file), copy.deepcopy(file)):
        print(other.tell(), repr(other.getvalue()), other.name, repr(other.read()))
binary = io.BytesIO(b"abc")
binary.seek(2)
print(binary.__getstate__(), pickle.loads(pickle.dumps(binary)).read())
for file, states in ((io.BytesIO(), [(b"", -1, None), (b"", "x", None), (b"", 0, 5), 3]),
                     (io.StringIO(), [("", "\n", -1, None), ("", "\n", "x", None), ("", "\n", 0, 5), ("", "f", 0, None), 3])):
    for state in states:
        try:
            file.__setstate__(state)
        except (TypeError, ValueError) as error:
            print(type(error).__name__, error)
