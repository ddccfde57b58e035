# textwrap, difflib, pprint, inspect, ast, tokenize, enum, typing, dataclasses, pickle and others
import textwrap,string,difflib,pprint,html,base64,traceback,warnings,inspect,ast,dis,tokenize,io,copy,weakref,types,enum,graphlib,abc,contextlib,typing,dataclasses,sys,pickle,secrets,uuid
print(textwrap.fill('the quick brown fox '*5,30)); print(textwrap.dedent('  a\n   b\n'),textwrap.indent('a\nb','> '),textwrap.shorten('hello big world',12))
print(string.Template('$a ${b} $$').substitute(a=1,b=2), string.Template('$z').safe_substitute(), string.capwords('ab cd'), string.ascii_letters)
print('\n'.join(difflib.unified_diff('a b c'.split(),'a x c'.split(),'f','t',lineterm='')), difflib.SequenceMatcher(None,'abcd','bcde').ratio(), difflib.get_close_matches('appel',['ape','apple','peach']), list(difflib.ndiff(['a\n'],['b\n'])))
pprint.pprint({'b':list(range(30)),'a':{'x':('y'*30,)*4}},width=60); print(pprint.pformat([1,[2,[3]]],depth=2))
print(html.escape('<a&"\'>'),html.unescape('&lt;&eacute;&#65;&nbsp;x'),base64.b64encode(b'hi!'),base64.b32encode(b'hi'),base64.urlsafe_b64decode(b'_-8='),base64.b85encode(b'abcd'),base64.a85encode(b'abcd'))
def f(): 
    raise ValueError('inner')
try:
    try: f()
    except ValueError as e: raise KeyError('outer') from e
except KeyError as e:
    print(len(traceback.format_exception(e)), traceback.format_exc().splitlines()[-1], traceback.extract_tb(e.__traceback__)[0].name)
    te=traceback.TracebackException.from_exception(e); print(''.join(te.format_exception_only()))
with warnings.catch_warnings(record=True) as w: warnings.simplefilter('always'); warnings.warn('dep',DeprecationWarning); print(w[0].category,w[0].message)
def g(a:int,/,b=2,*c,d,e=5,**k)->str: "doc"
print(inspect.signature(g),inspect.getdoc(g),inspect.isfunction(g),inspect.getfullargspec(g),inspect.getsource(f).strip(),inspect.signature(g).bind(1,d=2).arguments, inspect.getmembers(type('X',(),{'a':1}),lambda v: v==1))
t=ast.parse('x = 1 + y*2\ndef f(a): return a'); print(ast.dump(t)[:200], ast.unparse(t), ast.literal_eval("{'a':[1,(2,)],'b':None}"), [type(n).__name__ for n in ast.walk(t)][:5])
class V(ast.NodeTransformer):
    def visit_Constant(self,n): return ast.copy_location(ast.Constant(n.value+1),n)
print(eval(compile(ast.fix_missing_locations(V().visit(ast.parse('1+2',mode='eval'))),'','eval')))
print([ (tokenize.tok_name[k.type],k.string) for k in tokenize.generate_tokens(io.StringIO('a = b+1 # c\n').readline)])
class E(enum.Enum):
    A=1;B=2
    @property
    def z(self): return self.value*2
class Fl(enum.Flag): R=enum.auto();W=enum.auto();X=enum.auto()
print(E.A,repr(E.B),E['A'],E(2),list(E),E.A.z,Fl.R|Fl.W,Fl(3),Fl.R in Fl(3),~Fl.R,enum.IntEnum('Q','a b').b+1,enum.StrEnum('S',{'a':'x'}).a)
ts=graphlib.TopologicalSorter({'d':{'b','c'},'b':{'a'},'c':{'a'}}); print(list(ts.static_order())[0])
try: list(graphlib.TopologicalSorter({'a':{'b'},'b':{'a'}}).static_order())
except graphlib.CycleError as e: print(e.args[0])
class Ab(abc.ABC):
    @abc.abstractmethod
    def m(self): ...
try: Ab()
except TypeError as e: print(e)
@contextlib.contextmanager
def cm(): 
    print('in'); yield 5; print('out')
with cm() as v, contextlib.suppress(ValueError), contextlib.ExitStack() as st: st.callback(print,'cb'); print(v); int('x')
@dataclasses.dataclass(order=True,frozen=True)
class P: x:int; y:list=dataclasses.field(default_factory=list,compare=False); z:typing.ClassVar[int]=3
print(P(1),P(1)<P(2),dataclasses.asdict(P(1,[2])),dataclasses.replace(P(1),x=5),dataclasses.fields(P)[0].name)
try: P(1).x=2
except dataclasses.FrozenInstanceError as e: print(e)
print(dataclasses.make_dataclass('Z',[('a',int),('b',str,'q')])(1))
T=typing.TypeVar('T')
class G(typing.Generic[T]): pass
print(G[int],typing.get_type_hints(g),typing.Optional[int],typing.Union[int,str,None],typing.Callable[[int],str],list[int],typing.Literal[1,'a'],typing.get_args(dict[str,int]),typing.NamedTuple('NT',[('a',int)])(1),typing.TypedDict('TD',{'a':int})(a=1))
class Pr(typing.Protocol):
    def q(self): ...
class SD(typing.TypedDict,total=False): a:int
print(copy.deepcopy({'a':[1,{2}]}),copy.copy([1]),types.SimpleNamespace(a=1),types.MappingProxyType({1:2}),len(secrets.token_hex()),uuid.UUID(int=5),uuid.uuid4().version)
class Pk:
    def __init__(s): s.a=[1,s]
    def __getstate__(s): return {'a':5}
for p in range(6): print(pickle.loads(pickle.dumps(Pk(),p)).a, end=' ')
print(pickle.loads(pickle.dumps([E.A,P(1),{1.5,2},b'x',range(3),None,...,int,len,D if 0 else 1])))
