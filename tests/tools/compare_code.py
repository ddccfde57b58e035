# SPDX-License-Identifier: MIT
"""Compares what Eider's compiler makes of files with python3.11's code objects.

usage: python3.11 compare_code.py CODE_DUMP [--positions] [--operations] [--limit=N] FILE-OR-FOLDER...

For each code object: names, varnames, cellvars, freevars, flags, argument counts, first line, and (from what is executed at
each line) the set of lines. With --positions: for each kind of instruction that can raise, the set of its positions.
"""
import dis
import json
import os
import subprocess
import sys
import types
import warnings
from collections import Counter

KNOWN_FLAGS = 1 | 2 | 4 | 8 | 16 | 32 | 128 | 512 | 0x1000000

# Eider's instruction -> CPython's, for those that can raise and exist on both sides.
SAME = {
    "LoadName": {"LOAD_NAME"}, "LoadGlobal": {"LOAD_GLOBAL"}, "LoadAttr": {"LOAD_ATTR"}, "LoadMethod": {"LOAD_METHOD"},
    "StoreAttr": {"STORE_ATTR"}, "StoreName": {"STORE_NAME"}, "StoreGlobal": {"STORE_GLOBAL"}, "BinaryOp": {"BINARY_OP"},
    "CompareOp": {"COMPARE_OP"}, "ContainsOp": {"CONTAINS_OP"}, "BinarySubscr": {"BINARY_SUBSCR"},
    "StoreSubscr": {"STORE_SUBSCR"}, "DeleteSubscr": {"DELETE_SUBSCR"}, "UnaryNegative": {"UNARY_NEGATIVE"},
    "UnaryPositive": {"UNARY_POSITIVE"}, "UnaryNot": {"UNARY_NOT"}, "UnaryInvert": {"UNARY_INVERT"},
    "Call": {"CALL"}, "CallKw": {"CALL"}, "CallFunctionEx": {"CALL_FUNCTION_EX"}, "RaiseVarargs": {"RAISE_VARARGS"},
    "ImportName": {"IMPORT_NAME"}, "ImportFrom": {"IMPORT_FROM"}, "ImportStar": {"IMPORT_STAR"}, "GetIter": {"GET_ITER"},
    "ForIter": {"FOR_ITER"}, "UnpackSequence": {"UNPACK_SEQUENCE"}, "UnpackEx": {"UNPACK_EX"},
    "BeforeWith": {"BEFORE_WITH"}, "BeforeAsyncWith": {"BEFORE_ASYNC_WITH"}, "GetAwaitable": {"GET_AWAITABLE"},
    "GetAiter": {"GET_AITER"}, "GetAnext": {"GET_ANEXT"}, "DeleteName": {"DELETE_NAME"}, "DeleteAttr": {"DELETE_ATTR"},
    "DeleteGlobal": {"DELETE_GLOBAL"}, "FormatValue": {"FORMAT_VALUE"}, "YieldValue": {"YIELD_VALUE"},
    "ReturnValue": {"RETURN_VALUE"}, "CheckExcMatch": {"CHECK_EXC_MATCH"}, "CheckEgMatch": {"CHECK_EG_MATCH"},
    "Send": {"SEND"}, "GetYieldFromIter": {"GET_YIELD_FROM_ITER"}, "LoadDeref": {"LOAD_DEREF"},
    "LoadClassDeref": {"LOAD_CLASSDEREF"}, "DeleteDeref": {"DELETE_DEREF"}, "MatchClass": {"MATCH_CLASS"},
    "MatchKeys": {"MATCH_KEYS"}, "DictMerge": {"DICT_MERGE"}, "DictUpdate": {"DICT_UPDATE"}, "ListExtend": {"LIST_EXTEND"},
    "SetUpdate": {"SET_UPDATE"}, "BuildMap": {"BUILD_MAP"}, "MapAdd": {"MAP_ADD"}, "Reraise": {"RERAISE"},
    "WithExceptStart": {"WITH_EXCEPT_START"}, "BuildSlice": {"BUILD_SLICE"}, "SetupAnnotations": {"SETUP_ANNOTATIONS"},
    "PopExcept": {"POP_EXCEPT"},
}


def code_objects(code):
    yield code
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            yield from code_objects(const)


PLAIN = {
    "Swap": "SWAP", "Copy": "COPY", "StoreDeref": "STORE_DEREF", "LoadDeref": "LOAD_DEREF", "LoadClassDeref": "LOAD_CLASSDEREF",
    "LoadClosure": "LOAD_CLOSURE", "DeleteDeref": "DELETE_DEREF", "DeleteFast": "DELETE_FAST", "StoreFast": "STORE_FAST",
    "LoadFast": "LOAD_FAST", "LoadFastCheck": "LOAD_FAST", "LoadName": "LOAD_NAME", "StoreName": "STORE_NAME",
    "DeleteName": "DELETE_NAME", "LoadGlobal": "LOAD_GLOBAL", "StoreGlobal": "STORE_GLOBAL", "DeleteGlobal": "DELETE_GLOBAL",
    "LoadAttr": "LOAD_ATTR", "LoadMethod": "LOAD_METHOD", "StoreAttr": "STORE_ATTR", "DeleteAttr": "DELETE_ATTR",
    "BuildTuple": "BUILD_TUPLE", "BuildList": "BUILD_LIST", "BuildSet": "BUILD_SET", "BuildMap": "BUILD_MAP",
    "BuildConstKeyMap": "BUILD_CONST_KEY_MAP", "BuildString": "BUILD_STRING", "BuildSlice": "BUILD_SLICE",
    "FormatValue": "FORMAT_VALUE", "ListAppend": "LIST_APPEND", "SetAdd": "SET_ADD", "MapAdd": "MAP_ADD",
    "ListExtend": "LIST_EXTEND", "SetUpdate": "SET_UPDATE", "DictUpdate": "DICT_UPDATE", "DictMerge": "DICT_MERGE",
    "UnpackSequence": "UNPACK_SEQUENCE", "UnpackEx": "UNPACK_EX", "MakeFunction": "MAKE_FUNCTION",
    "RaiseVarargs": "RAISE_VARARGS", "Reraise": "RERAISE", "ImportName": "IMPORT_NAME", "ImportFrom": "IMPORT_FROM",
    "IsOp": "IS_OP", "ContainsOp": "CONTAINS_OP", "GetAwaitable": "GET_AWAITABLE", "CallFunctionEx": "CALL_FUNCTION_EX",
    "MatchClass": "MATCH_CLASS", "BinaryOp": "BINARY_OP", "CompareOp": "COMPARE_OP", "CopyFreeVars": "COPY_FREE_VARS",
    "MakeCell": "MAKE_CELL",
}
WITHOUT_ARGUMENT = {
    "PopTop": "POP_TOP", "GetIter": "GET_ITER", "ReturnValue": "RETURN_VALUE", "BeforeWith": "BEFORE_WITH",
    "WithExceptStart": "WITH_EXCEPT_START", "PushExcInfo": "PUSH_EXC_INFO", "PopExcept": "POP_EXCEPT",
    "CatchAll": "POP_TOP",
    "CheckExcMatch": "CHECK_EXC_MATCH", "CheckEgMatch": "CHECK_EG_MATCH", "PrepReraiseStar": "PREP_RERAISE_STAR",
    "LoadAssertionError": "LOAD_ASSERTION_ERROR", "LoadBuildClass": "LOAD_BUILD_CLASS", "GetLen": "GET_LEN",
    "MatchMapping": "MATCH_MAPPING", "MatchSequence": "MATCH_SEQUENCE", "MatchKeys": "MATCH_KEYS",
    "ListToTuple": "LIST_TO_TUPLE", "ImportStar": "IMPORT_STAR", "StoreSubscr": "STORE_SUBSCR",
    "BinarySubscr": "BINARY_SUBSCR", "DeleteSubscr": "DELETE_SUBSCR", "UnaryNot": "UNARY_NOT",
    "UnaryNegative": "UNARY_NEGATIVE", "UnaryInvert": "UNARY_INVERT", "UnaryPositive": "UNARY_POSITIVE",
    "YieldValue": "YIELD_VALUE", "GetYieldFromIter": "GET_YIELD_FROM_ITER", "AsyncGenWrap": "ASYNC_GEN_WRAP",
    "EndAsyncFor": "END_ASYNC_FOR", "GetAiter": "GET_AITER", "GetAnext": "GET_ANEXT", "SetupAnnotations": "SETUP_ANNOTATIONS",
    "BeforeAsyncWith": "BEFORE_ASYNC_WITH",
}
KNOWN_TO_DIFFER = {"SWAP", "COPY", "POP_TOP", "RETURN_VALUE", "BUILD_LIST"}


def our_operations(unit):
    """What the unit does, as a set: copies of code do not matter."""
    found = set()
    for op, detail, *_ in unit["instructions"]:
        if op == "LoadFastLoadFast":
            found |= {("LOAD_FAST", name) for name in detail.split(" ")}
        elif op == "StoreFastStoreFast":
            found |= {("STORE_FAST", name) for name in detail.split(" ")}
        elif op == "StoreFastLoadFast":
            first, second = detail.split(" ")
            found |= {("STORE_FAST", first), ("LOAD_FAST", second)}
        elif op in PLAIN:
            found.add((PLAIN[op], detail))
        elif op in WITHOUT_ARGUMENT:
            found.add((WITHOUT_ARGUMENT[op], ""))
        elif op in ("Call", "CallKw"):
            found.add(("CALL", detail))
        elif op == "LoadConst" and not detail.startswith(("<code", "frozenset", "complex")) and "e" not in detail:
            found.add(("LOAD_CONST", detail))
    return {pair for pair in found if pair[0] not in KNOWN_TO_DIFFER}


def constant_text(value):
    if isinstance(value, tuple):
        return "(" + ", ".join(map(constant_text, value)) + (",)" if len(value) == 1 else ")")
    if value is ...:
        return "Ellipsis"
    if isinstance(value, str):
        return "'" + "".join(
            "\\n" if c == "\n" else "\\" + c if c in "'\\" else f"\\x{ord(c):02x}" if c < " " or c == "\x7f" else c for c in value) + "'"
    if isinstance(value, bytes):
        return "b'" + "".join(
            "\\n" if c == 10 else "\\" + chr(c) if chr(c) in "'\\" else f"\\x{c:02x}" if c < 32 or c >= 127 else chr(c) for c in value) + "'"
    if isinstance(value, int) and not isinstance(value, bool) and not -(1 << 63) <= value < 1 << 63:
        return hex(value)
    if isinstance(value, float):
        return repr(value)
    return repr(value)


def their_operations(code):
    found = set()
    plain = set(PLAIN.values())
    bare = set(WITHOUT_ARGUMENT.values())
    previous = None
    skip_call = None
    for ins in dis.get_instructions(code):
        name = ins.opname
        if name in bare:
            found.add((name, ""))
        elif name == "CALL":
            found.add(("CALL", ins.arg))
        elif name in ("LOAD_CONST", "KW_NAMES"):
            value = code.co_consts[ins.arg]
            text = constant_text(value) if not isinstance(value, (types.CodeType, frozenset, complex)) else "e"
            if "e" not in text:
                found.add(("LOAD_CONST", text))
        elif name in ("LOAD_FAST", "STORE_FAST", "DELETE_FAST", "LOAD_DEREF", "STORE_DEREF", "DELETE_DEREF", "LOAD_CLASSDEREF",
                      "LOAD_CLOSURE", "MAKE_CELL", "LOAD_NAME", "STORE_NAME", "DELETE_NAME", "LOAD_GLOBAL", "STORE_GLOBAL",
                      "DELETE_GLOBAL", "LOAD_ATTR", "LOAD_METHOD", "STORE_ATTR", "DELETE_ATTR", "IMPORT_NAME", "IMPORT_FROM"):
            found.add((name, ins.argval))
        elif name in plain:
            found.add((name, str(ins.arg)))
    return {pair for pair in found if pair[0] not in KNOWN_TO_DIFFER}


def positions(code):
    found = {}
    for ins in dis.get_instructions(code):
        place = tuple(ins.positions) if ins.positions.lineno else (None, None, None, None)  # line 0 is none
        found.setdefault(ins.opname, Counter())[place] += 1
    return found


def main():
    arguments = sys.argv[1:]
    dump = arguments.pop(0)
    with_positions = "--positions" in arguments
    with_operations = "--operations" in arguments
    limit = next((int(a[8:]) for a in arguments if a.startswith("--limit=")), 20)
    files = []
    for argument in arguments:
        if os.path.isdir(argument):
            for folder, _, names in sorted(os.walk(argument)):
                files += [os.path.join(folder, name) for name in sorted(names) if name.endswith(".py")]
        elif not argument.startswith("--"):
            files.append(argument)
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(10000)
    same = Counter()
    different = Counter()
    shown = Counter()
    skipped = 0

    def report(kind, where, ours, theirs):
        different[kind] += 1
        if shown[kind] < limit:
            shown[kind] += 1
            print(f"{kind}: {where}\n   eider  {ours}\n   cpython {theirs}")

    for path in files:
        with open(path, "rb") as file:
            source = file.read()
        try:
            code = compile(source, path, "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            skipped += 1
            continue
        run = subprocess.run([dump, "--what=tables", path], capture_output=True)
        if run.returncode != 0:
            report("compiles", path, run.stdout[:300], run.stderr[:300])
            continue
        units = [json.loads(line, strict=False) for line in run.stdout.decode("utf-8", "surrogatepass").split("\n") if line]
        # The order of constants differs: units are matched by what names them.
        theirs = {}
        for one in code_objects(code):
            theirs.setdefault((one.co_qualname, one.co_firstlineno), []).append(one)
        ours = {}
        for unit in units:
            ours.setdefault((unit["qualname"], unit["first_line"]), []).append(unit)
        # CPython makes equal code objects (of a finally clause's copies) one.
        for key in ours:
            if len(ours[key]) > len(theirs.get(key, ())) > 0:
                unique = {json.dumps(u, sort_keys=True): u for u in ours[key]}
                ours[key] = list(unique.values())
        if {k: len(v) for k, v in ours.items()} != {k: len(v) for k, v in theirs.items()}:
            extra = [k for k in ours if len(ours[k]) != len(theirs.get(k, ()))]
            missing = [k for k in theirs if len(theirs[k]) != len(ours.get(k, ()))]
            report("units", path, extra[:5], missing[:5])
        for key, group in ours.items():
            others = theirs.get(key, [])
            if len(others) != len(group):
                continue
            # Several units of one name on one line: pair those whose positions agree.
            if len(group) > 1:
                order = lambda lines: min((p for p in lines if None not in p and p[0]), default=(0, 0, 0, 0))
                group = sorted(group, key=lambda u: order([tuple(i[2:]) for i in u["instructions"] if i[0] != "Resume" and i[2]]))
                others = sorted(others, key=lambda c: order([tuple(i.positions) for i in dis.get_instructions(c) if i.opname != "RESUME" and i.positions.lineno]))
            for unit, other in zip(group, others):
                where = f"{path}:{key[1]} {key[0]}"
                pairs = {
                    "names": (unit["names"], list(other.co_names)),
                    "varnames": (unit["varnames"], list(other.co_varnames)),
                    "cellvars": (unit["cellvars"], list(other.co_cellvars)),
                    "freevars": (unit["freevars"], list(other.co_freevars)),
                    "flags": (unit["flags"], other.co_flags & KNOWN_FLAGS),
                    "counts": (unit["counts"], [other.co_argcount, other.co_posonlyargcount, other.co_kwonlyargcount]),
                }
                if key[0] != "<module>" and other.co_flags & 1:
                    doc = other.co_consts[0] if other.co_consts and isinstance(other.co_consts[0], str) else None
                    is_plain = not key[0].endswith(("<lambda>", "<listcomp>", "<genexpr>", "<setcomp>", "<dictcomp>"))
                    if is_plain:
                        pairs["doc"] = (unit["doc"], doc)
                if any(a != b for a, b in pairs.values()):
                    for kind, (a, b) in pairs.items():
                        if a != b:
                            report(kind, where, a, b)
                for kind, (a, b) in pairs.items():
                    same[kind] += a == b
                our_lines = {i[2] for i in unit["instructions"] if i[2] > 0}
                their_lines = {line for _, _, line in other.co_lines() if line}
                if our_lines != their_lines:
                    report("lines", where, sorted(our_lines - their_lines), sorted(their_lines - our_lines))
                else:
                    same["lines"] += 1
                if with_operations:
                    a, b = our_operations(unit), their_operations(other)
                    # The empty self slot of decorators, comprehensions, asserts and __exit__ makes their argument count 1 or 3.
                    a = {p for p in a if p[0] != "CALL"}
                    b = {p for p in b if p[0] != "CALL"}
                    if a != b:
                        report("operations", where, sorted(map(str, a - b)), sorted(map(str, b - a)))
                    else:
                        same["operations"] += 1
                if not with_positions:
                    continue
                known = positions(other)
                mine = {}
                for op, _, line, end_line, column, end_column in unit["instructions"]:
                    place = (line, end_line, column, end_column) if line else (None, None, None, None)
                    if line and column == -1:
                        place = (line, end_line, None, None)
                    mine.setdefault(op, Counter())[place] += 1
                merged = {}
                for op, names in SAME.items():
                    name = next(iter(names))
                    merged.setdefault(name, Counter()).update(mine.get(op, Counter()))
                for name, counter in merged.items():
                    a, b = set(counter), set(known.get(name, ()))
                    if a != b:
                        report("positions of " + name, where, sorted(a - b, key=str), sorted(b - a, key=str))
                    else:
                        same["positions"] += 1
    print("same:", dict(same))
    print("different:", dict(different), "skipped files:", skipped)
    return bool(different)


sys.exit(main())
