# _blake2: sizes around block borders, keys, salts, tree parameters, error texts.
import hashlib, _blake2
def t(f,*a,**k):
    try: r=f(*a,**k); return r.hexdigest() if hasattr(r,'hexdigest') else r
    except Exception as e: return (type(e).__name__, str(e))
for f in (hashlib.blake2b, hashlib.blake2s):
    for n in list(range(0,300,7))+[64,128,129,255,256,257,1000,5000,100000]: print(n, t(f,bytes(i*7&255 for i in range(n))), t(f,b'x'*n,digest_size=20,key=b'k',salt=b's',person=b'p'))
    print(t(f,b'',fanout=2,depth=3,leaf_size=4000,node_offset=5,node_depth=1,inner_size=32,last_node=True), t(f,b'',fanout=0,depth=255,node_offset=2**40))
    for k in ({'digest_size':0},{'digest_size':65},{'digest_size':-1},{'key':b'k'*65},{'salt':b's'*17},{'person':b's'*17},{'fanout':-1},{'fanout':256},{'depth':0},{'leaf_size':2**32},{'leaf_size':-1},{'node_offset':2**64},{'node_offset':2**48},{'node_offset':-1},{'node_depth':256},{'inner_size':65},{'digest_size':'x'},{'key':'x'},{'bad':1},{'usedforsecurity':False},{'data':b''},{'fanout':2**40}): print(k, t(f,b'',**k))
    print(t(f,'x'), t(f,5), t(f,b'',b''))
    h=f(b'a'); h.update(b'b'*5000); g=h.copy(); g.update(b'c'); print(h.hexdigest(), g.hexdigest(), h.digest()==bytes.fromhex(h.hexdigest()), h.name,h.block_size,h.digest_size,f.SALT_SIZE,f.PERSON_SIZE,f.MAX_KEY_SIZE,f.MAX_DIGEST_SIZE)
    try:
        class S(f): pass
    except TypeError as e: print(e)
print([(k,getattr(_blake2,k)) for k in sorted(dir(_blake2)) if k.isupper()])
