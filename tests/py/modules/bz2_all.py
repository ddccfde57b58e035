# bz2: one-shot and incremental, limits, files, tarfile.
import bz2, _bz2, io
def t(f,*a,**k):
    try: return f(*a,**k)
    except Exception as e: return (type(e).__name__, str(e))
D=b'hello world '*1000; C=bz2.compress(D); print(len(C), bz2.decompress(C)==D, bz2.decompress(C+C)==D*2, t(bz2.decompress,b''), t(bz2.decompress,b'xxxx'), t(bz2.decompress,C[:-3]), t(bz2.compress,D,0), t(bz2.compress,'x'))
c=bz2.BZ2Compressor(1); o=c.compress(D)+c.compress(b'')+c.flush(); print(bz2.decompress(o)==D, t(c.compress,b''), t(c.flush))
d=bz2.BZ2Decompressor(); print(d.decompress(C,10), d.needs_input, d.eof, len(d.decompress(b'',100)), len(d.decompress(b'')), d.eof, d.needs_input, d.unused_data, t(d.decompress,b''))
d=bz2.BZ2Decompressor(); r=b''
for i in range(0,len(C),7): r+=d.decompress(C[i:i+7])
print(r==D, d.eof); d=bz2.BZ2Decompressor(); d.decompress(C+b'tail'); print(d.unused_data, t(bz2.BZ2Compressor,10), t(bz2.BZ2Compressor,'x'))
f=io.BytesIO()
with bz2.open(f,'wt') as g: g.write('line\n'*10)
f.seek(0); print(bz2.open(f,'rt').readlines()[:2]); big=bytes(range(256))*8000; print(bz2.decompress(bz2.compress(big))==big, len(bz2.compress(b'')), bz2.decompress(bz2.compress(b'')))
import tarfile
f=io.BytesIO()
with tarfile.open(fileobj=f,mode='w:bz2') as tf: i=tarfile.TarInfo('x'); i.size=len(D); tf.addfile(i,io.BytesIO(D))
f.seek(0); print(tarfile.open(fileobj=f).getnames())
