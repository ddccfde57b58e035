# csv: every dialect option over awkward lines and rows, error texts, DictReader, Sniffer.
import csv, io, _csv, itertools, pickle
def t(f,*a,**k):
    try: return f(*a,**k)
    except Exception as e: return (type(e).__module__+'.'+type(e).__name__, str(e))
def rd(lines,**k): return t(lambda: list(csv.reader(lines,**k)))
def wr(rows,**k):
    f=io.StringIO()
    def go():
        w=csv.writer(f,**k)
        for r in rows: w.writerow(r)
        return f.getvalue()
    return t(go)
lines=['a,b,c','"a","b ""q"" c",d','a, b ,"c" x','"multi\nline",z','"x\n','y",2\n','','\n','a\r\n','a\rb','1,2.5,"3"','a\\,b','"a\\"b"',',','" "','a"b"c','"a"b"','\x00,é,😀',"'q','r'",'a\tb;c|d']
opts=[{},{'delimiter':';'},{'quotechar':"'"},{'escapechar':'\\'},{'doublequote':False,'escapechar':'\\'},{'quoting':csv.QUOTE_NONE},{'quoting':csv.QUOTE_NONE,'escapechar':'\\'},{'quoting':csv.QUOTE_NONNUMERIC},{'skipinitialspace':True},{'strict':True},{'quoting':csv.QUOTE_ALL},{'lineterminator':'\n'},{'dialect':'excel-tab'},{'dialect':'unix'},{'quotechar':None},{'lineterminator':'|'}]
for o in opts:
    for l in lines: print(o,ascii(l),ascii(rd([l],**o)))
    print(o,ascii(rd(lines,**o)))
    for r in ([],[''],[None],['',''],['a','b'],[1,2.5,None,True],['a,b','c"d',"e'f",'g\nh','i\\j','k\tl',' m '],('x',),'abc',5,[3j,'z'],['a|b','\r'],['\x00é😀']): print(o,ascii(r),ascii(wr([r],**o)))
for k in ({'delimiter':''},{'delimiter':'ab'},{'delimiter':5},{'delimiter':None},{'quotechar':''},{'quotechar':5},{'quotechar':'ab'},{'escapechar':5},{'escapechar':''},{'lineterminator':5},{'lineterminator':None},{'quoting':9},{'quoting':'x'},{'quoting':None},{'quoting':-1},{'quotechar':None,'quoting':1},{'dialect':'nope'},{'dialect':5},{'strict':[]},{'doublequote':None},{'quoting':True}): print(k,rd(['a'],**k), t(lambda: csv.Dialect and _csv.Dialect(**k) and 'ok'))
print(t(csv.reader,5), t(csv.writer,5), rd([b'a']), rd([5]))
r=csv.reader(['a','"b','c"','d']); print(next(r),r.line_num,next(r),r.line_num,r.dialect.delimiter,type(r),type(r.dialect))
print(csv.list_dialects(), csv.get_dialect('excel').lineterminator, t(csv.get_dialect,'x'), t(csv.unregister_dialect,'x'), t(csv.register_dialect,5), csv.register_dialect('p',delimiter='|',quoting=3), rd(['a|"b'],dialect='p'), csv.unregister_dialect('p'), t(csv.get_dialect,[]))
print(csv.field_size_limit(), csv.field_size_limit(5), rd(['123456']), rd(['12345']), t(csv.field_size_limit,'x'), csv.field_size_limit(131072), t(csv.field_size_limit,1,2))
d=_csv.Dialect(); print([getattr(d,n) for n in ('delimiter','doublequote','escapechar','lineterminator','quotechar','quoting','skipinitialspace','strict')], t(setattr,d,'delimiter','x'), t(pickle.dumps,d), _csv.Dialect(d) is d, _csv.Dialect(d,strict=True) is d)
f=io.StringIO('n,a\nx,1\ny,2,3\nz\n'); print(list(csv.DictReader(f))); f=io.StringIO(); w=csv.DictWriter(f,['a','b']); w.writeheader(); w.writerow({'a':1,'b':'x,y'}); w.writerows([{'a':2}]); print(repr(f.getvalue()), t(w.writerow,{'q':1}))
print(csv.Sniffer().sniff('a;b;c\n1;2;3\n').delimiter, csv.Sniffer().has_header('name,age\nbob,5\nann,6\n'))
class Bad:
    def write(self,x): return len(x)
print(csv.writer(Bad()).writerow(['a','b']), t(csv.writer(Bad()).writerows,[['a'],5]), csv.writer(Bad()).dialect.quoting, csv.__version__, csv.Error.__mro__)
