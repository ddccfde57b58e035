# A constructor whose body has code of its own returns the instance from there into its caller's code; called as a method it returns None.
class Rec:
    def __init__(self, a, b, *args, **kw):
        self.a = a
        self.b = b
        self.total = 0
        for x in args:
            k = 0
            while k < x:
                k += 1
            self.total += k
        if kw:
            self.total += len(kw)
class Sub(Rec):
    def __init__(self, n):
        super().__init__(n, n, n, n)
        i = 0
        while i < n:
            i += 1
        self.i = i
class Bad:
    def __init__(self, n):
        i = 0
        while i < 3: i += 1
        if n > 900:
            return 5
def f(n):
    t = 0
    for i in range(n):
        r = Rec(i, 1, i % 5, 3, k=2)
        t += r.total + Sub(i % 7).i
        r.__init__(3, 4, 2)
        t += r.total
    return t
print(f(3000))
try:
    for i in range(1000):
        Bad(i)
except TypeError as e:
    print(e, i)
