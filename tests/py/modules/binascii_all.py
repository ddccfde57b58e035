# binascii: random bytes through every coding and back, error texts. Results are summed up by a checksum for each hundred.
import binascii, random
r=random.Random(5)
def t(f,*a,**k):
    try: return f(*a,**k)
    except Exception as e: return (type(e).__name__, str(e))
out=[]
for n in range(3000):
    d=bytes(r.choice(b'ab =\n\r_.\t\x00\xff~!"ABC`') if n%2 else r.randrange(256) for _ in range(r.randrange(0,120)))
    out.append((n,'qp',t(binascii.b2a_qp,d),t(binascii.b2a_qp,d,True),t(binascii.b2a_qp,d,False,False),t(binascii.b2a_qp,d,header=True), t(binascii.b2a_qp,d,istext=False,quotetabs=True)))
    out.append((n,'aqp',t(binascii.a2b_qp,d),t(binascii.a2b_qp,d,True)))
    e=binascii.b2a_base64(d); out.append((n,'b64',e,t(binascii.a2b_base64,e),t(binascii.b2a_base64,d,newline=False)))
    g=bytes(r.choice(b'abAB09+/==\n -') for _ in range(r.randrange(0,14)))
    out.append((n,'b64g',g,t(binascii.a2b_base64,g),t(binascii.a2b_base64,g,strict_mode=True)))
    u=d[:r.randrange(50)]; out.append((n,'uu',t(binascii.b2a_uu,u),t(binascii.b2a_uu,u,backtick=True)))
    try: x=binascii.b2a_uu(u); out.append(t(binascii.a2b_uu,x)); out.append(t(binascii.a2b_uu,x[:r.randrange(1,len(x)+1)]+bytes([r.randrange(256)])))
    except Exception: pass
    out.append((n,'hex',t(binascii.hexlify,d,'-',r.randrange(-9,9)),t(binascii.hexlify,d),t(binascii.unhexlify,binascii.hexlify(d).decode().upper()),t(binascii.unhexlify,d[:4])))
    out.append((n,'crc',binascii.crc32(d),binascii.crc32(d,n*7919**3),binascii.crc32(d,-n),binascii.crc_hqx(d,n*31)))
for i in range(0, len(out), 100): print(i, binascii.crc32(repr(out[i:i + 100]).encode()))
for o in out[:24]: print(o)
for s in ("binascii.hexlify('x')","binascii.unhexlify('é')","binascii.unhexlify(5)","binascii.a2b_base64('é')","binascii.a2b_base64(5)","binascii.b2a_base64('x')","binascii.hexlify(b'ab','xx')","binascii.hexlify(b'ab',5)","binascii.hexlify(b'ab','é')","binascii.hexlify(b'ab',b'\\xff')","binascii.hexlify(b'ab','-','x')","binascii.hexlify()","binascii.crc32()","binascii.crc32(b'','x')","binascii.crc_hqx(b'')","binascii.b2a_uu(b'x'*46)","binascii.a2b_uu('é')","binascii.a2b_uu(b'')","binascii.hexlify(b'abcd',sep=':',bytes_per_sep=2)","binascii.Error.__mro__","binascii.Incomplete.__mro__","binascii.hexlify(b'ab', [1])","binascii.hexlify(b'abc','-',2**40)","binascii.crc32(b'abc',True)","binascii.crc32(b'abc',1.5)"):
    try: print(s, eval(s))
    except Exception as e: print(s,type(e).__name__,e)
