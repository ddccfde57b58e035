"""Makes a failing program smaller: takes statements, branches and parts of expressions away as long as it still fails.

A program fails when it ends on python3.11 within some seconds and Eider prints something else. Lines are numbered anew by each
attempt, which is no difference: both run the same text.
"""
import ast
import copy
import sys
import warnings

ENDED = " before the end"  # of the text of a program that ended the process; as in differential.py


class Reducer:
    def __init__(self, runner, mode):
        self.runner = runner
        self.mode = mode
        self.tries = 0

    def fails(self, tree):
        """Whether the program `tree` is, is valid and still fails."""
        self.tries += 1
        name = f"reduced_{self.mode}_{id(self)}_{self.tries}"
        path = self.runner.folder / f"{name}.py"
        try:
            text = ast.unparse(ast.fix_missing_locations(tree))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                compile(text, "reduced", "exec")
        except (SyntaxError, ValueError, AttributeError, RecursionError):
            return False
        path.write_text(text)
        try:
            wanted = self.runner.run("python", [name], 5).get(name, "")
            if not wanted or wanted.endswith(ENDED):
                return False
            got = self.runner.run(self.mode, [name], 20).get(name, "")
            return got.strip() != wanted.strip()
        finally:
            path.unlink()

    def reduce(self, tree):
        for _ in range(6):
            before = ast.unparse(tree)
            tree = self.drop_statements(tree)
            tree = self.unwrap(tree)
            tree = self.drop_statements(tree)
            print(f"after {self.tries} attempts: {len(ast.unparse(tree).splitlines())} lines", file=sys.stderr)
            tree = self.simplify(tree)
            if ast.unparse(tree) == before:
                break
        return tree

    def bodies(self, tree):
        """(node, field) of every list of statements."""
        return [(node, field) for node in ast.walk(tree) for field in ("body", "orelse", "finalbody", "handlers", "cases")
                if isinstance(getattr(node, field, None), list) and getattr(node, field)]

    def attempt(self, tree, change):
        changed = copy.deepcopy(tree)
        if not change(changed):
            return None
        return changed if self.fails(changed) else None

    def drop_statements(self, tree):
        at = 0
        while at < len(self.bodies(tree)):
            node, field = self.bodies(tree)[at]
            size = len(getattr(node, field))
            chunk = size
            while chunk >= 1:
                start = 0
                while start < len(getattr(*self.place(tree, at))):
                    def change(changed):
                        target, name = self.place(changed, at)
                        statements = getattr(target, name)
                        kept = statements[:start] + statements[start + chunk:]
                        if not kept and name == "body":
                            if len(statements) == 1 and isinstance(statements[0], ast.Pass):
                                return False
                            kept = [ast.Pass()]
                        if not kept and name in ("handlers", "cases"):
                            return False
                        setattr(target, name, kept)
                        return True
                    smaller = self.attempt(tree, change)
                    if smaller is None:
                        start += chunk
                    else:
                        tree = smaller
                        if at >= len(self.bodies(tree)):
                            return tree
                chunk //= 2
            at += 1
        return tree

    def place(self, tree, at):
        places = self.bodies(tree)
        return places[at] if at < len(places) else (ast.Module([], []), "body")

    def unwrap(self, tree):
        """Compound statements give way to what is in them."""
        at = 0
        while True:
            spots = [(node, field, index) for node, field in self.bodies(tree) for index, s in enumerate(getattr(node, field))
                     if isinstance(s, (ast.If, ast.For, ast.While, ast.Try, ast.With, ast.Match)) and field not in ("handlers", "cases")]
            if at >= len(spots):
                return tree
            for inner in ("body", "orelse", "finalbody"):
                def change(changed):
                    node, field, index = [(n, f, i) for n, f in self.bodies(changed) for i, s in enumerate(getattr(n, f)) if f not in ("handlers", "cases")
                                          and isinstance(s, (ast.If, ast.For, ast.While, ast.Try, ast.With, ast.Match))][at]
                    statements = getattr(node, field)
                    inside = getattr(statements[index], inner, None)
                    if not inside:
                        return False
                    statements[index:index + 1] = inside
                    return True
                smaller = self.attempt(tree, change)
                if smaller is not None:
                    tree = smaller
                    break
            else:
                at += 1

    def simplify(self, tree):
        """Expressions give way to their parts, or to 1."""
        at = 0
        while True:
            spots = self.expressions(tree)
            if at >= len(spots):
                return tree
            node, field, index = spots[at]
            old = getattr(node, field) if index is None else getattr(node, field)[index]
            parts = [child for child in ast.iter_child_nodes(old) if isinstance(child, ast.expr)]
            for replacement in ([ast.Constant(1)] if not isinstance(old, ast.Name) else []) + parts:
                def change(changed):
                    target, name, position = self.expressions(changed)[at]
                    if position is None:
                        setattr(target, name, copy.deepcopy(replacement))
                    else:
                        getattr(target, name)[position] = copy.deepcopy(replacement)
                    return True
                smaller = self.attempt(tree, change)
                if smaller is not None:
                    tree = smaller
                    break
            else:
                at += 1

    def expressions(self, tree):
        spots = []
        for node in ast.walk(tree):
            for field, value in ast.iter_fields(node):
                if isinstance(value, ast.expr) and not isinstance(value, ast.Constant) and not isinstance(getattr(value, "ctx", None), (ast.Store, ast.Del)):
                    spots.append((node, field, None))
                elif isinstance(value, list):
                    spots += [(node, field, i) for i, v in enumerate(value) if isinstance(v, ast.expr) and not isinstance(v, ast.Constant)
                              and not isinstance(getattr(v, "ctx", None), (ast.Store, ast.Del))]
        return spots


def reduce_program(runner, text, mode):
    reducer = Reducer(runner, mode)
    tree = ast.parse(text)
    if not reducer.fails(tree):
        return f"does not fail alone:\n{text}"
    return ast.unparse(reducer.reduce(tree))
