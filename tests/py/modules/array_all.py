# array: every typecode, method and error text; buffers, pickling, iterators.
import array
from array import array as A
def t(s):
    try: print(s,'->',repr(eval(s)))
    except BaseException as e: print(s, type(e).__module__, type(e).__name__, e)
print(array.typecodes, array.ArrayType is A, A.__module__, A.__doc__[:100], sorted(set(dir(A)) - set(dir(object)) - {'__module__', '__rmul__'}))
for c in 'bBhHiIlLqQfdu':
    for v in (1,-1,300,2**31,2**32,2**63,2**64,-2**63-1,1.5,'x','xy',None,b'a'):
        t(f'A({c!r},[{v!r}])')
    print(A(c).itemsize)
for s in ("A()","A('z')","A('bb')","A(1)","A('i',[1],2)","A('i',x=1)","A('i','abc')","A('i',5)","A('u','héllo')","A('u',['a','b'])","A('u',A('u','x'))","A('i',A('u','x'))","A('i',A('b',[1,2]))","A('f',b'1234')","A('i',b'123')","A('b',b'123')","A('b',bytearray(b'123'))","A('b',memoryview(b'123'))","A('d',range(3))","A('i',(1,2,'x'))","A(b'i')"): t(s)
a=A('i',[1,2,3])
for s in ("a[0]","a[-1]","a[3]","a['x']","a[1.5]","a[1:]","a[::-1]","a+a","a+[1]","a+A('b')","a*2","2*a","a*-1","a*'x'","a==A('b',[1,2,3])","a==A('d',[1,2,3])","a<A('i',[1,2,4])","a==[1,2,3]","a<[1]","len(a)","3 in a","'x' in a","a.index(2)","a.index(9)","a.index(1,1)","a.index(3,-1)","a.index(1,0,1)","a.count(1)","a.tolist()","a.tobytes()","a.buffer_info()[1]","a.byteswap()","a","a.byteswap()","a.append('x')","a.append(2**40)","a.append(1.0)","a.append()","a.extend([4,5])","a.extend('x')","a.extend(A('b'))","a.extend(A('i',[9]))","a.extend(5)","a","a.pop()","a.pop(0)","a.pop(99)","a.pop(-1)","a.insert(0,7)","a.insert(-1,8)","a.insert(99,9)","a.insert('x',1)","a.remove(7)","a.remove(77)","a.reverse()","a","a.frombytes(b'123')","a.frombytes(b'1234')","a.frombytes('1234')","a.fromlist([1,2])","a.fromlist((1,2))","a.fromlist([1,'x'])","a","a.fromunicode('x')","a.tounicode()","A('u','ab').tounicode()","A('u').fromunicode(1)","a.__reduce__()","a.__reduce_ex__(2)","a.__reduce_ex__(3)","A('u','ab').__reduce_ex__(4)","A('b').__reduce_ex__(3)","a.__copy__()","a.__deepcopy__({})","hash(a)","repr(A('b'))","repr(A('u','a\\'b'))","str(A('d',[1.5,2]))","a.typecode","a.itemsize","bytes(a)","memoryview(a).format","memoryview(a).tolist()","memoryview(A('u','ab')).format","memoryview(A('l',[1])).format","memoryview(a).cast('B')[:4].tolist()","a.__class_getitem__(int)","A[int]","list(a)","a.__setitem__(0,1)","a[0]","a.__setitem__('x',1)","a.__setitem__(99,1)","a.__setitem__(0,'x')","a.__setitem__(slice(0,1),A('i',[5,6]))","a","a.__setitem__(slice(0,1),[5])","a.__setitem__(slice(0,1),A('b'))","a.__setitem__(slice(0,4,2),A('i',[5]))","a.__setitem__(slice(0,4,2),A('i',[5,5]))","a","a.__delitem__(0)","a.__delitem__(slice(0,2))","a.__delitem__(99)","a","a.__iadd__(A('i',[1]))","a.__iadd__([1])","a.__imul__(2)","a.__imul__(-1)","a.tofile(1)","a.fromfile(1,1)","A.fromfile","list(reversed(a))","array._array_reconstructor(A,'i',9,b'\\x01\\0\\0\\0')","array._array_reconstructor(A,'i',7,b'\\x01\\0\\0\\0')","array._array_reconstructor(A,'i',99,b'\\x01\\0\\0\\0')","array._array_reconstructor(int,'i',9,b'\\x01\\0\\0\\0')","array._array_reconstructor(A,'z',9,b'\\x01\\0\\0\\0')","array._array_reconstructor(A,'d',16,b'12345678')","array._array_reconstructor(A,'u',18,b'a\\0b\\0')","array._array_reconstructor(A,'u',21,b'\\0\\0\\0a')","array._array_reconstructor(A,'h',5,b'\\0a')","array._array_reconstructor(A,'l',8,b'\\0a')","array._array_reconstructor(A,'l',7,b'\\0\\0\\0a')","array._array_reconstructor(A,'l',7,'')","array._array_reconstructor(A,'l')","array._array_reconstructor(1,'l',3,b'')"): t(s)
b=A('i',[1,2]); m=memoryview(b); t("b.append(1)"); t("b.extend(b)"); t("b.__delitem__(0)"); t("b.frombytes(b'')"); t("b.frombytes(b'1234')"); t("b.pop()"); t('b.__setitem__(0,5)'); t('b.byteswap()'); t('b.fromlist([])'); t('b.__imul__(1)'); t('b.__imul__(2)'); t('b.insert(0,1)'); t('b.remove(1)');m.release(); t('b.append(1)')
import pickle,copy
for p in range(6): print(pickle.loads(pickle.dumps(A('d',[1.5,2]),p)))
class S(A): pass
s=S('i',[1]); s.x=1; print(s.__reduce_ex__(3), s, s+s, type(s*2), type(s[:]), copy.copy(s), repr(s))
it=iter(A('b',[1,2])); print(type(it), it.__reduce__(), next(it), it.__reduce__(), it.__setstate__(1), list(it), it.__reduce__())
import io
f=io.BytesIO(); A('h',[1,2,3]).tofile(f); print(f.getvalue()); f.seek(0); x=A('h'); 
try: x.fromfile(f,5)
except Exception as e: print(type(e),e)
print(x); t("x.fromfile(f,-1)")
class Bad:
    def read(self,n): return 'x'
t("x.fromfile(Bad(),1)")
print(isinstance(A('i'), __import__('collections.abc').abc.MutableSequence))
match A('i',[1,2]):
    case [p,q]: print(p,q)
