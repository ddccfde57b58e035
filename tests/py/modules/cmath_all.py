# cmath: all functions on random, tiny, huge and infinite numbers, to the last bit.
import cmath, random
def t(f,*a):
    try: return repr(f(*a))
    except Exception as e: return type(e).__name__+': '+str(e)
r=random.Random(3)
fs=[getattr(cmath,n) for n in 'acos acosh asin asinh atan atanh cos cosh exp log log10 sin sinh sqrt tan tanh phase polar isnan isinf isfinite'.split()]
vals=[complex(r.uniform(-3,3),r.uniform(-3,3)) for _ in range(40)]+[complex(r.uniform(-1,1)*10**r.randint(-320,308),r.uniform(-1,1)*10**r.randint(-320,308)) for _ in range(60)]
sp=[0.0,-0.0,1.0,-1.0,float('inf'),2.5,710.0,1e308]
vals+=[complex(a,b) for a in sp for b in sp]
for f in fs:
    for z in vals: print(f.__name__,z,t(f,z))
for a in sp:
    for b in sp: print('rect',a,b,t(cmath.rect,a,b))
for z in vals[:20]: print(t(cmath.log,z,2),t(cmath.log,z,1+1j),t(cmath.isclose,z,z+1e-10))
for f in fs: print(t(f,'x'),t(f,5),t(f,True),t(f),t(f,1,2,3))
class C:
    def __complex__(self): return 1+2j
class D:
    def __float__(self): return 2.0
class B:
    def __complex__(self): return 5
print(t(cmath.sqrt,C()),t(cmath.sqrt,D()),t(cmath.sqrt,B()),cmath.pi,cmath.e,cmath.tau,cmath.inf,cmath.nan,cmath.infj,cmath.nanj,t(cmath.isclose,1,1,rel_tol=-1) if 0 else '',t(cmath.log,0),t(cmath.log,1,0),t(cmath.log,2,1),t(cmath.isclose,1,1.1),t(cmath.isclose,float('inf'),float('inf')))
