# json, string, textwrap, copy, bisect, heapq, statistics, datetime in small uses.
import bisect
import copy
import datetime
import heapq
import json
import string
import textwrap

data = {"name": "pond", "ducks": [1, 2.5, None, True, {"é": "\u20ac\n\"q\""}], "empty": [{}, []], "big": 2 ** 70}
text = json.dumps(data)
print(text, json.loads(text) == data, json.dumps(data, sort_keys=True, indent=1, ensure_ascii=False), json.dumps([1, "a"], separators=(",", ":")), json.loads(' [1e3, -0.5, "\\u00e9\\ud83e\\udd86", null] '), json.dumps({1: 2, None: 3, True: 4}), json.dumps(float("inf")), json.dumps((1, (2,))))
for bad in ("", "[1,]", "{'a': 1}", "[1 2]", '"abc', "nul", "[1]]", '{"a" 1}', "\x01"):
    try:
        print(json.loads(bad))
    except json.JSONDecodeError as error:
        print(repr(bad), error, error.pos, error.lineno, error.colno)
for bad in ({1, 2}, object, {(1, 2): 3}):
    try:
        json.dumps(bad)
    except TypeError as error:
        print(error)
print(json.dumps({1, 2}, default=sorted), json.loads('{"a": 1, "b": {"c": 2}}', object_hook=lambda d: sorted(d.items())), json.loads("1.10", parse_float=str))
nested = [[1, 2], {"k": [3]}]
shallow, deep = copy.copy(nested), copy.deepcopy(nested)
nested[0].append(9)
nested[1]["k"].append(8)
ring = [1]
ring.append(ring)
ring2 = copy.deepcopy(ring)
print(shallow, deep, ring2[1] is ring2, ring2 is not ring)


class Custom:
    def __init__(self):
        self.v = [1]

    def __deepcopy__(self, memo):
        return "deep"

    def __copy__(self):
        return "shallow"


print(copy.copy(Custom()), copy.deepcopy([Custom()]))
ordered = [1, 3, 3, 7]
bisect.insort(ordered, 4)
print(bisect.bisect(ordered, 3), bisect.bisect_left(ordered, 3), ordered, bisect.bisect([], 1), bisect.bisect(["a", "bb"], 1, key=len))
heap = [5, 2, 8, 1]
heapq.heapify(heap)
heapq.heappush(heap, 0)
print([heapq.heappop(heap) for _ in range(3)], heapq.nlargest(2, [3, 1, 9]), heapq.nsmallest(2, "hello"), list(heapq.merge([1, 4], [2, 3])), heapq.heapreplace(heap, 7), heap)
print(textwrap.fill("the quick brown duck jumps over the lazy dog", 20), textwrap.dedent("  a\n    b"), textwrap.shorten("many many words", 10), textwrap.indent("a\nb", "> "), sep="\n")
print(string.ascii_lowercase, string.digits, string.Template("$who likes ${what}").substitute(who="duck", what="bread"), string.capwords("a duck"), string.punctuation)
day = datetime.date(2024, 2, 29)
print(day, day + datetime.timedelta(days=366), day.weekday(), day.isoformat(), day.strftime("%d.%m.%Y"), datetime.timedelta(hours=25, seconds=1), datetime.datetime(2024, 1, 2, 3, 4, 5) - datetime.datetime(2023, 12, 31), datetime.date.fromisoformat("2020-05-06"), (datetime.date(2025, 1, 1) - day).days)
import re
print(re.findall(r"\d+", "a1b22"), re.sub(r"(\w)(\d)", r"\2\1", "a1 b2"), re.match(r"(?P<k>\w+)=(?P<v>.*)", "key=value").groupdict(), re.split(r"[,;]\s*", "a, b;c"), bool(re.fullmatch("[a-z]+", "abc")), re.compile("b+").search("aabbb").span(), re.escape("a.b"))
import hashlib, base64, binascii, struct, zlib
print(hashlib.md5(b"duck").hexdigest(), hashlib.sha256(b"").hexdigest()[:16], base64.b64encode(b"duck!"), binascii.hexlify(b"\x01\xff"), struct.pack("<Ihf", 1, -2, 1.5), struct.unpack(">H", b"\x01\x02"), zlib.crc32(b"duck"), zlib.decompress(zlib.compress(b"d" * 100)) == b"d" * 100)
