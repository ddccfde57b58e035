# struct: all formats, native and standard, packing into and out of buffers, error texts.
import struct
def show(x): return ascii(x) if not isinstance(x, memoryview) and type(x).__module__ == 'builtins' else type(x).__name__
def t(f, *a):
    args = [show(x) for x in a]
    try: print(f.__name__, *args, '->', f(*a))
    except Exception as e: print(f.__name__, *args, type(e).__module__, type(e).__name__, e)
for o in '@<':
  for c in 'bBhHiIlLqQnNP?cefdsp':
    for v in (2**70,-2**70,2**64,-1,300,70000,-70000,1.5,'x',b'ab',None,1e300,float('nan'),True):
        t(struct.pack,o+c,v)
for f in ('3','5 ','1z','\xe9','9'*30+'b','99999999999999999999b', str(2**62)+'q','=n','=P','<>',' b','b b','2 b',b'hh',5,None,'\0','b\0', '0s0i', 'b0i','bi','bxh','=bi','!e', '2s3p4x', '18446744073709551617b','9223372036854775807b','9223372036854775807h'):
    t(struct.calcsize,f)
t(struct.pack); t(struct.pack,'h'); t(struct.pack,'h',1,2); t(struct.unpack,'h',b'abc'); t(struct.unpack,'h','abc'); t(struct.unpack,'h'); t(struct.unpack_from,'h',b'a'); t(struct.unpack_from,'h',b'abcd',3);t(struct.unpack_from,'h',b'abcd',-1);t(struct.unpack_from,'h',b'abcd',-5);t(struct.unpack_from,'h',b'abcd',-2);t(struct.unpack_from,'h',b'abcd',5)
t(struct.unpack_from,'h',b'abcd',2**70)
b=bytearray(4)
t(struct.pack_into,'h',b); t(struct.pack_into,'h'); t(struct.pack_into,'h',b,0);t(struct.pack_into,'h',b,0,1,2);t(struct.pack_into,'h',b'abc',0,1);t(struct.pack_into,'h',b,3,1);t(struct.pack_into,'h',b,-1,1);t(struct.pack_into,'h',b,-2,513);t(struct.pack_into,'h',b,-9,1);t(struct.pack_into,'h',b,9,1);t(struct.pack_into,'h','x',9,1);t(struct.pack_into,'h',b,'x',1);t(struct.pack_into,'h',b,2**70,1)
t(struct.pack_into)
s=struct.Struct('hi')
t(s.pack); t(s.pack,1); t(s.pack_into); t(s.pack_into,b); t(s.pack_into,b,0,1); t(s.unpack,b'a'); t(s.unpack_from,b'a'); t(s.iter_unpack,b'abc'); t(struct.Struct('').iter_unpack,b'')
print(s.size,s.format,repr(s).split(' at ')[0], type(s), struct.Struct.__doc__)
it=struct.iter_unpack('<h',b'abcdef'); print(it.__length_hint__(), type(it), list(it), it.__length_hint__())
x=struct.Struct.__new__(struct.Struct)
for n in ('pack','size','format','unpack'):
    try: r=getattr(x,n); print(n); print(r())
    except Exception as e: print(n,type(e).__name__,e)
t(x.unpack,b'')
try: struct.Struct()
except Exception as e: print(e)
try: struct.Struct('b',2)
except Exception as e: print(e)
print(struct.Struct(format='b').size, struct.Struct(b'b').format)
x.__init__('h'); print(x.size)
print(struct.error, struct.error.__mro__, sorted(set(dir(struct.Struct)) - set(dir(object)) - {'__module__'}))
class I:
    def __index__(self): return 7
class F:
    def __float__(self): return 7.5
class B:
    def __bool__(self): raise ValueError('b')
print(struct.pack('b',I()),struct.pack('d',F()),struct.pack('d',I())); t(struct.pack,'?',B()); t(struct.pack,'e',65520.0); t(struct.pack,'e',65519.0); t(struct.pack,'<f',3.5e38); t(struct.pack,'d',10**310)
print(struct.pack('3s',b'a'),struct.pack('3s',b'abcd'),struct.pack('3p',b'abcd'),struct.pack('0p',b'a'),struct.pack('300p',b'a'*400)[:3],struct.pack('0s',b'ab'), struct.pack('2s',bytearray(b'xy')), struct.unpack('4p',b'\x09abc'), struct.unpack('2xh',b'\0\0\1\2'))
for c in 'bBhHiIlLqQnNPefd?c':
    try: print(c,[struct.calcsize(o+c) for o in '@=<>!'])
    except Exception as e: print(c,e)
t(struct.Struct,5)
t(struct.unpack, '<e', b'\x01\x00'); t(struct.unpack, '>d', bytes(range(8)))
t(s.__reduce__)
print(struct._clearcache())

ba = bytearray(b'abcdefgh')
it = struct.iter_unpack('2s', ba)
print(next(it))
print(list(it))
print(struct.unpack_from('>I', memoryview(ba)[2:]), struct.unpack('4s', memoryview(b'abcd')))
t(struct.unpack, '4s', memoryview(ba)[::2])
class S(struct.Struct):
    def __init__(self): super().__init__('>hh')
s = S(); s.x = 1
print(s.pack(1, 2), s.size, s.x)
import weakref; print(weakref.ref(s)() is s)
print(struct.pack('>' + 'bBhHiIlLqQ', *range(-5, 0, 1)[:0], -1, 1, -2, 2, -3, 3, -4, 4, -5, 5).hex())
for f in '<e >e <f >f <d >d'.split():
    for v in (0.0, -0.0, 1.5, -2.25, float('inf'), -float('inf'), 6.1e-5, 5.96e-8, 65504.0, 1e-40, 3.4e38 if 'e' not in f else 1.0):
        b = struct.pack(f, v); print(f, v, b.hex(), struct.unpack(f, b))
