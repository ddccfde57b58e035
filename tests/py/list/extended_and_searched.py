# Lists extended from iterators of every kind, and searched for items of every kind.
x=[1,2]; 
x.extend(range(70)); print(len(x), x[-1])
d={i:i for i in range(50)}
y=[]; y.extend(d); y.extend(d.values()); y+=d.items(); print(len(y), y[60], y[-1])
print(list("héllo"*20)[:7], list(b"abc"), list(bytearray(b"xyz")), list(reversed([1,2,3])), sorted(set(range(40)))[-1])
class L(list): pass
z=L(); z.extend(iter((1,2,3))); print(z)
it=iter([1,2,3]); w=[0]; w.extend(it); print(w, list(it))
q=[1,2,3]
i=iter(q); next(i)
q2=q; 
try:
    n=0
    for v in i:
        n+=1
        if n<5: q.append(v)
    print(q)
finally: pass
e={1:1,2:2}
it=iter(e); next(it); e[3]=3
r=[]
try: r.extend(it)
except RuntimeError as x: print(x, r)
print([1, 1.0, True].count(1), [1.5, "a", None, (1, 2)].index((1, 2)), "a" in ["b", "a"], 2 in [1, 3], 2**70 in [2**70], float("nan") in [float("nan")], [].count(0))
n=float("nan"); print(n in [n], [n].index(n), (n,).count(n), 0.0 in [-0.0], 1 in ["1"], "1" in [1])
class E:
    def __eq__(self, o): print("eq", o); return o == 3
print(3 in [1, E(), 3], E() in [1, 3], (1, E()).index(3))
print(sum(range(100)), min(range(5, 1, -1)), max({3, 9, 4}), sum({1: 2, 3: 4}.values()), max("hello"))
