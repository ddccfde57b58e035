# zlib: one-shot and streams, dictionaries, error texts; gzip, zipfile, tarfile; from threads.
import zlib, re
def t(s):
    try: return print(s,'->',re.sub(' at 0x[0-9a-f]+','',repr(eval(s)))[:150])
    except BaseException as e: print(s, type(e).__module__, type(e).__name__, e)
D=b'hello world '*100; C=zlib.compress(D)
print([ (k,getattr(zlib,k)) for k in sorted(dir(zlib)) if k.isupper() and 'VERSION' not in k], zlib.error.__mro__)
for s in ("zlib.decompress(C)==D","zlib.compress(D,0)[:2]","len(zlib.compress(D,9))","zlib.compress(D,level=1)[:2]","zlib.compress(D,10)","zlib.compress('x')","zlib.compress()","zlib.compress(D,wbits=-15)[:3]","zlib.compress(D,wbits=31)[:3]","zlib.decompress(zlib.compress(D,wbits=-15),-15)==D","zlib.decompress(zlib.compress(D,wbits=31),wbits=31)==D","zlib.decompress(zlib.compress(D,wbits=31),47)==D","zlib.decompress(b'')","zlib.decompress(b'abc')","zlib.decompress(C[:-5])","zlib.decompress(C[:-1]+b'x')","zlib.decompress(C,bufsize=1)==D","zlib.decompress(C,bufsize=0)==D","zlib.decompress(C,bufsize=-1)","zlib.decompress(C+b'extra')==D","zlib.decompress('x')","zlib.decompress(C,99)","zlib.compress(D,wbits=99)","zlib.adler32(D)","zlib.adler32(D,5)","zlib.crc32(D)","zlib.crc32(D,5)","zlib.crc32('x')","zlib.adler32(b'',-1)","zlib.adler32()","zlib.compressobj(99)","zlib.compressobj(wbits=5)","zlib.compressobj(method=9)","zlib.compressobj(memLevel=0)","zlib.compressobj(strategy=9)","zlib.decompressobj(5)","zlib.decompressobj(wbits=99)","zlib.compressobj(zdict='x')","zlib.decompressobj(zdict=5)","zlib.compressobj(1,8,15,8,0)","type(zlib.compressobj())","type(zlib.decompressobj())","type(zlib.compressobj())()"): t(s)
c=zlib.compressobj(); out=c.compress(D)+c.compress(b'x'*100000)+c.flush(zlib.Z_SYNC_FLUSH)+c.compress(b'y')+c.flush(); d=zlib.decompressobj(); r=d.decompress(out); print(len(r),d.eof,d.unused_data,d.unconsumed_tail,d.flush())
t("c.compress(b'a')"); t("c.flush()"); t("d.decompress(b'zz')"); t("d.unused_data"); t("d.flush()"); t("c.copy()"); t("d.copy()")
d=zlib.decompressobj(); x=d.decompress(C,10); print(x,d.unconsumed_tail[:5],d.eof, d.decompress(d.unconsumed_tail,5), len(d.flush()), d.eof)
d=zlib.decompressobj(); print(len(d.decompress(C+b'tail')),d.unused_data,d.eof); t("d.decompress(b'more')"); t("d.unused_data")
d=zlib.decompressobj(); t("d.decompress(C,-1)"); t("d.decompress('x')"); t("d.flush(0)"); t("d.flush(-1)"); t("d.decompress(b'bad!')"); t("d.flush()")
d=zlib.decompressobj(); d.decompress(C[:8]); e=d.copy(); print(d.decompress(C[8:])==e.decompress(C[8:])); 
c=zlib.compressobj(); c.compress(D); e=c.copy(); print(c.flush()==e.flush())
c=zlib.compressobj(zdict=b'hello world'); o=c.compress(D)+c.flush(); t("zlib.decompress(o)"); print(zlib.decompressobj(zdict=b'hello world').decompress(o)==D); t("zlib.decompressobj(zdict=b'wrong').decompress(o)"); t("zlib.decompressobj().decompress(o)")
c=zlib.compressobj(); t("c.flush(zlib.Z_NO_FLUSH)"); t("c.flush(99)"); 
import gzip,io,zipfile,tarfile
b=gzip.compress(D,mtime=0); print(gzip.decompress(b)==D); f=io.BytesIO()
with zipfile.ZipFile(f,'w',zipfile.ZIP_DEFLATED) as z: z.writestr('a/b.txt',D); z.writestr('c',b'')
with zipfile.ZipFile(f) as z: print(z.namelist(), z.read('a/b.txt')==D, z.testzip(), z.infolist()[0].compress_type)
f=io.BytesIO()
with tarfile.open(fileobj=f,mode='w:gz') as tf: i=tarfile.TarInfo('x'); i.size=len(D); tf.addfile(i,io.BytesIO(D))
f.seek(0)
with tarfile.open(fileobj=f) as tf: print(tf.getnames(), tf.extractfile('x').read()==D)
import threading
bad=[]
def w():
    for i in range(20):
        if zlib.decompress(zlib.compress(D*50))!=D*50: bad.append(i)
ts=[threading.Thread(target=w) for _ in range(4)]; [x.start() for x in ts]; [x.join() for x in ts]; print(bad)
