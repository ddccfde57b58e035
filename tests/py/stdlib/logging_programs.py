# logging to files, rotation, configuration, queues
import logging, logging.handlers, logging.config, tempfile, os, io
d=tempfile.mkdtemp(); f=os.path.join(d,'x.log')
logging.basicConfig(filename=f,level=logging.DEBUG,format='%(levelname)s %(name)s %(funcName)s %(lineno)d %(message)s')
log=logging.getLogger('a.b')
def fn():
    log.debug('hi %s %d','x',5); log.warning('w'); 
    try: 1/0
    except ZeroDivisionError: log.exception('oops')
fn(); logging.shutdown(); print(open(f).read())
s=io.StringIO(); h=logging.StreamHandler(s); h.setFormatter(logging.Formatter('{asctime} {message}',style='{',datefmt='%Y')); l=logging.getLogger('q'); l.propagate=False; l.addHandler(h); l.setLevel('INFO'); l.info('zz'); l.debug('no'); print(s.getvalue()[4:])
rh=logging.handlers.RotatingFileHandler(os.path.join(d,'r.log'),maxBytes=50,backupCount=2); l.addHandler(rh)
for i in range(5): l.info('line %d %s',i,'x'*20)
print(sorted(os.listdir(d)))
logging.config.dictConfig({'version':1,'formatters':{'f':{'format':'%(message)s!'}},'handlers':{'h':{'class':'logging.StreamHandler','formatter':'f','stream':'ext://sys.stdout'}},'root':{'handlers':['h'],'level':'INFO'}})
logging.getLogger('zz').info('configured'); print(logging.getLevelName(30), l, logging.getLogger('a.b').getEffectiveLevel())
import queue; q=queue.Queue(); qh=logging.handlers.QueueHandler(q); ql=logging.handlers.QueueListener(q,h); ql.start(); l2=logging.getLogger('l2'); l2.propagate=False; l2.addHandler(qh); l2.error('queued'); ql.stop(); print(s.getvalue().splitlines()[-1][5:])
class F(logging.Filter):
    def filter(self,r): return 'keep' in r.msg
h.addFilter(F()); l.info('keep me'); l.info('drop'); print(s.getvalue().splitlines()[-1][5:])
