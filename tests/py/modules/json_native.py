# _json: decoding and encoding, every error text and position, hooks, deep and circular objects.
import builtins
_p=builtins.print
def print(*a): _p(*(ascii(x) if not isinstance(x,str) else ascii(x) for x in a))
import json, _json
def t(f,*a,**k):
    try: return f(*a,**k)
    except Exception as e: return (type(e).__name__, str(e), getattr(e,'pos',None), getattr(e,'value',None))
docs=['','[','[1','[1,','[1,]','[1 2]','{','{"a"','{"a":','{"a":1','{"a":1,','{"a":1,}','{a:1}','{"a" 1}','{"a":1 "b":2}','"abc','"a\nb"','"\\','"\\x"','"\\u12"','"\\u12g4"','"\\ud834\\udd1e"','"\\ud834"','"\\ud834x"','"\\ud834\\u0041"','"\\ud834\\uzz"','"\\udd1e\\ud834"','-','-a','01','1.','1.e5','1e','1e+','1e5','1.5E-3','-0','-0.0','NaN','Infinity','-Infinity','-Inf','nul','null','true','tru','false','fals','[[[]]]','{"a":{"b":[1,2.5,"x",null,true]}}',' [1 , 2 ] ','[1]x','\ufeff[]','{"a":1,"a":2}','"é"','"\U0001f600\\n"','123456789012345678901234567890','1e400','-1e400','[1,\n2,\n x]','"\x00"','"\x7f"','{"":1}','[,1]','{,}','tRue','"\\/\\b\\f\\n\\r\\t\\"\\\\"','[NaN]','[-]','"a" "b"','\t\r\n 5 \n']
for d in docs: print(ascii(d), t(json.loads,d))
print(t(json.loads,'[1.5,2,NaN]',parse_float=str,parse_int=float,parse_constant=lambda c:'C'+c))
print(t(json.loads,'{"a":{"b":1}}',object_hook=lambda d: sorted(d.items())), t(json.loads,'{"a":1,"b":{"c":2}}',object_pairs_hook=list))
print(t(json.loads,'"a\nb\t"',strict=False), t(json.loads,'['*100000), t(json.loads, '{"a":'*100000))
print(t(json.loads,b'[1]'), t(json.loads,bytearray(b'"\xc3\xa9"')), t(json.loads,5), t(json.loads,'[1]'.encode('utf-16')))
for s,i in (('"abc"',1),('abc"',0),('abc',0),('"',5),('"',-1),('a\\u0041b"x',0)): print(t(_json.scanstring,s,i))
print(t(_json.scanstring,5,0), t(_json.scanstring,'a',0,False), t(_json.scanstring), t(_json.encode_basestring,5), t(_json.encode_basestring_ascii,5))
d=json.JSONDecoder(); sc=_json.make_scanner(d); print(sc.strict, sc.object_hook, sc.parse_float, sc.parse_int, t(sc,'[1]',0), t(sc,'x',0), t(sc,'[1]',-1), t(sc,5,0), t(sc,'[1]',9), t(sc), t(sc,string='[1, 2]',idx=0), sc.object_pairs_hook, t(sc.parse_constant,'NaN'))
print(t(d.raw_decode,'  [1]'),t(d.raw_decode,'[1] x'), t(d.decode,'[1] x'))
for s in ('','abc','a"b\\c\n\r\t\b\f\x00\x1f','é\x7f\x80','\u2028\U0001f600\ud800','/</'): print(ascii(_json.encode_basestring(s)), _json.encode_basestring_ascii(s))
class I(int):
    def __repr__(self): return 'I!'
class F(float):
    def __repr__(self): return 'F!'
class S(str): pass
class D(dict):
    def items(self): return [('z',1),('y',2)]
class L(list): pass
import enum
class E(enum.IntEnum): A=1
for o in (None,True,False,0,-1,2**70,I(5),F(1.5),1.5,-0.0,1e300,float('nan'),float('inf'),-float('inf'),'a',S('b'),[],(),{},[1,[2,[]]],{'a':1,1:2,1.5:3,True:4,None:5,float('inf'):6},{(1,2):3},{b'a':1},D(x=1),D(),L([1]),E.A,{E.A:1},{I(3):1},object,b'x',{1,2},[1,object()],{'k':[1,{'d':None}]},'é"\n', S('é')):
    print(t(json.dumps,o), t(json.dumps,o,ensure_ascii=False), t(json.dumps,o,sort_keys=True), t(json.dumps,o,skipkeys=True), t(json.dumps,o,allow_nan=False), t(json.dumps,o,default=repr) if not isinstance(o,list) else '', t(json.dumps,o,indent=2), t(json.dumps,o,separators=(',',':')))
a=[]; a.append(a); print(t(json.dumps,a), t(json.dumps,a,check_circular=False)[:2]); b={}; b['x']=b; print(t(json.dumps,b))
class X: pass
x=X()
print(t(json.dumps,x,default=lambda o:o), t(json.dumps,[x,x],default=lambda o:1), t(json.dumps,x,default=lambda o:1/0))
n=None
for _ in range(100000): n=[n]
print(t(json.dumps,n)[:2])
m=_json.make_encoder(None,None,_json.encode_basestring_ascii,None,':',',',False,False,True); print(m([1,'a',{'b':2}],0), t(m), type(m), m.markers, m.default, m.encoder, m.indent, m.key_separator, m.item_separator, m.sort_keys, m.skipkeys, t(_json.make_encoder), t(_json.make_encoder,5,None,None,None,':',',',False,False,True))
print(t(_json.make_encoder(None,None,lambda s:5,None,':',',',False,False,True),'a',0), _json.make_encoder(None,None,lambda s:'<'+s+'>',None,':',',',False,False,True)(['a',{'b':'c'}],0))
print(json.dumps({'b':1,'a':2},sort_keys=True), t(json.dumps,{'b':1,2:2},sort_keys=True), json.dumps("x"*10), json.dumps([1]*5, indent=0), json.dumps([1,2],indent='\t'))
