# lzma: formats, presets, filters, checks, limits, error texts; tarfile and zipfile.
import lzma, _lzma, io
def t(f,*a,**k):
    try: return f(*a,**k)
    except Exception as e: return (type(e).__module__+'.'+type(e).__name__, str(e))
D=b'hello world '*1000; C=lzma.compress(D); print(lzma.decompress(C)==D, lzma.decompress(C+C)==D*2, t(lzma.decompress,b''), t(lzma.decompress,b'x'*30), t(lzma.decompress,C[:-3]), t(lzma.compress,'x'))
for f in (lzma.FORMAT_XZ, lzma.FORMAT_ALONE):
    for p in (0,6,9|lzma.PRESET_EXTREME,None): c=lzma.compress(D,format=f,preset=p); print(f,p,lzma.decompress(c)==D, lzma.decompress(c,format=f)==D)
F=[{'id':lzma.FILTER_LZMA2,'preset':5,'dict_size':1<<16}]; r=lzma.compress(D,format=lzma.FORMAT_RAW,filters=F); print(lzma.decompress(r,format=lzma.FORMAT_RAW,filters=F)==D)
F=[{'id':lzma.FILTER_DELTA,'dist':4},{'id':lzma.FILTER_LZMA2,'lc':3,'lp':0,'pb':2,'mode':lzma.MODE_NORMAL,'nice_len':64,'mf':lzma.MF_BT4,'depth':0}]; print(lzma.decompress(lzma.compress(D,filters=F))==D, lzma.decompress(lzma.compress(D,filters=[{'id':lzma.FILTER_X86},{'id':lzma.FILTER_LZMA2}]))==D)
for ch in (lzma.CHECK_NONE,lzma.CHECK_CRC32,lzma.CHECK_CRC64,lzma.CHECK_SHA256): c=lzma.compress(D,check=ch); d=lzma.LZMADecompressor(); print(d.check, d.decompress(c)==D, d.check, d.eof, lzma.is_check_supported(ch))
for k in ({'format':99},{'format':lzma.FORMAT_RAW},{'format':lzma.FORMAT_ALONE,'check':1},{'preset':99},{'preset':1,'filters':[]},{'filters':[]},{'filters':[{}]},{'filters':5},{'filters':[5]},{'filters':[{'id':99}]},{'filters':[{'id':lzma.FILTER_LZMA2,'bad':1}]},{'filters':[{'id':lzma.FILTER_LZMA2}]*5},{'check':99},{'preset':'x'}): print(k,t(lzma.LZMACompressor,**k) if not isinstance(t(lzma.LZMACompressor,**k),lzma.LZMACompressor) else 'ok')
for k in ({'format':99},{'format':lzma.FORMAT_RAW},{'filters':[]},{'memlimit':1},{'format':lzma.FORMAT_RAW,'memlimit':5,'filters':F}):
    r=t(lzma.LZMADecompressor,**k); print(k, 'ok' if isinstance(r,lzma.LZMADecompressor) else r)
print(t(lzma.LZMADecompressor(memlimit=1000).decompress,C))
c=lzma.LZMACompressor(); o=c.compress(D)+c.flush(); print(lzma.decompress(o)==D, t(c.compress,b''), t(c.flush))
d=lzma.LZMADecompressor(); print(d.decompress(C,10), d.needs_input, d.eof, len(d.decompress(b'',100)), len(d.decompress(b'')), d.eof, d.needs_input, d.unused_data, t(d.decompress,b''))
d=lzma.LZMADecompressor(); r=b''
for i in range(0,len(C),7): r+=d.decompress(C[i:i+7])
print(r==D, d.eof); d=lzma.LZMADecompressor(); d.decompress(C+b'tail'); print(d.unused_data)
print(_lzma._encode_filter_properties({'id':lzma.FILTER_LZMA2,'dict_size':1<<20}), _lzma._encode_filter_properties({'id':lzma.FILTER_LZMA1}), _lzma._decode_filter_properties(lzma.FILTER_LZMA1,b']\x00\x00\x80\x00'), _lzma._decode_filter_properties(lzma.FILTER_DELTA,b'\x03'), _lzma._decode_filter_properties(lzma.FILTER_LZMA2,b'\x10'), t(_lzma._decode_filter_properties,99,b''), t(_lzma._encode_filter_properties,{'id':99}))
print(sorted((k,getattr(_lzma,k)) for k in dir(_lzma) if k.isupper()), lzma.LZMAError.__mro__)
f=io.BytesIO()
with lzma.open(f,'wt') as g: g.write('line\n'*10)
f.seek(0); print(lzma.open(f,'rt').readlines()[:2]); big=bytes(range(256))*8000; print(lzma.decompress(lzma.compress(big))==big)
import tarfile, zipfile
f=io.BytesIO()
with tarfile.open(fileobj=f,mode='w:xz') as tf: i=tarfile.TarInfo('x'); i.size=len(D); tf.addfile(i,io.BytesIO(D))
f.seek(0); print(tarfile.open(fileobj=f).getnames()); f=io.BytesIO()
with zipfile.ZipFile(f,'w',zipfile.ZIP_LZMA) as z: z.writestr('a',D)
print(zipfile.ZipFile(f).read('a')==D)
