# f-strings: errors at run time and at compile time.
def show(source, **names):
    try:
        print(eval(source, names))
    except SyntaxError as error:
        print(source, "->", "SyntaxError:", error.msg)
    except Exception as error:
        print(source, "->", type(error).__name__ + ":", error)


class Bad:
    def __format__(self, spec):
        return 5

    def __str__(self):
        return 6

    def __repr__(self):
        raise ValueError("no repr")


show('f"{x}"')
show('f"{x.nope}"', x=5)
show('f"{x[5]}"', x=[1])
show('f"{1/0}"')
show('f"{x:d}"', x="a")
show('f"{x:x}"', x=1.5)
show('f"{x:zz}"', x=1)
show('f"{x}"', x=Bad())
show('f"{x!s}"', x=Bad())
show('f"{x!r}"', x=Bad())
show('f"{x!a}"', x=Bad())
show('f"{x=}"', x=Bad())
show('f"{x:{y}}"', x=5, y="bad")
show('f"{x:{y}}"', x=5, y=[])
show('f"{x:5}"', x=None)
show('f"{x:5}"', x=[1])
show('f"{x}"', x=None)
show('f"{}"')
show('f"{ }"')
show('f"{!r}"')
show('f"{:5}"')
show('f"{x!}"', x=1)
show('f"{x!z}"', x=1)
show('f"{x!rr}"', x=1)
show('f"{x"', x=1)
show('f"x}"')
show('f"{x:{y}"', x=1, y=2)
show('f"{x:{y:{z}}}"', x=1, y=2, z=3)
show('f"{x\\n}"', x=1)
show('f"{#}"')
show('f"{a b}"')
show('f"{a $ b}"')
show('f"{(}"')
show('f"{)}"')
show('f"{[}"')
show('f"{x]}"', x=1)
show('f"{lambda x: 1}"')
show('f"{(lambda x: 1)(2)}"')
show('f"{x = !r:>5}"', x="q")
show('f"{yield}"')
show('f"{x:=5}"', x=3)
show('f"{(x:=5)}"')
show('f"{*x}"', x=[1])
show('f"{**x}"', x={})
show('f"{x,}"', x=[1])
show('f"{None}"')
show('f"{import os}"')
show('f"{pass}"')
show("f'{\"}'")
show('f"{\'a\'!r:^7}"')
show('f"{\'}"')
show('f"{x}" b"y"', x=1)
show('bf"{x}"')
show('fu"{x}"')
show('f"a" "b" f"{1}"')
show("f'''{\n1\n}'''")
show("f'''{\n1 +\n2}'''")
show('f"{x!r:{\'>10\'}}"', x="v")
