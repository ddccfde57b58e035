"""A recursive function whose caller's loop, behind the return, gets its code later than the callee."""


def write(value, out):
    if isinstance(value, str):
        out.append('"' + value + '"')
    elif isinstance(value, list):
        out.append("[")
        for item in value:
            out.append(", ")
            write(item, out)
        out.append("]")
    else:
        out.append("{")
        for key, item in value.items():
            write(key, out)
            write(item, out)
        out.append("}")


SMALL = {"name": {"n": {"m": "o"}}}
RECORD = {"name": "n", "tags": ["a", "b"], "empty": {}, "more": {"x": "1", "y": [], "z": ["c"]}}
total = 0
for record, times in (SMALL, 600), (RECORD, 4000):
    for i in range(times):
        text = []
        write(record, text)
        total += len(text)
print(total)
