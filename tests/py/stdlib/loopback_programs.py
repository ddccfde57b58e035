# http.server and urllib on loopback, executors, e-mail, cookies, selectors
import threading,http.server,urllib.request,urllib.parse,urllib.error,json,socketserver,concurrent.futures as cf,time,queue
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(s):
        if s.path=='/404': s.send_error(404); return
        b=json.dumps({'path':s.path,'ua':s.headers['X-Q']}).encode(); s.send_response(200); s.send_header('Content-Type','application/json'); s.send_header('Content-Length',str(len(b))); s.end_headers(); s.wfile.write(b)
    def do_POST(s):
        n=int(s.headers['Content-Length']); d=s.rfile.read(n); s.send_response(201); s.end_headers(); s.wfile.write(d[::-1])
    def log_message(s,*a): pass
srv=http.server.ThreadingHTTPServer(('127.0.0.1',0),H); th=threading.Thread(target=srv.serve_forever,daemon=True); th.start(); u='http://127.0.0.1:%d'%srv.server_port
r=urllib.request.urlopen(urllib.request.Request(u+'/a?b=c',headers={'X-Q':'z'})); print(r.status,r.read(),r.headers['content-type'])
print(urllib.request.urlopen(u+'/p',data=b'abc').read())
try: urllib.request.urlopen(u+'/404')
except urllib.error.HTTPError as e: print(e.code,e.reason)
with cf.ThreadPoolExecutor(8) as ex: print(sorted(len(x) for x in ex.map(lambda i: urllib.request.urlopen(u+'/%d'%i).read(),range(20)))[:3])
srv.shutdown(); srv.server_close()
print(urllib.parse.urlparse('http://u:p@h:80/p;x?q=1#f'),urllib.parse.urlencode({'a':'b c','d':[1,2]},doseq=True),urllib.parse.quote('/é?'),urllib.parse.unquote('%C3%A9'),urllib.parse.urljoin('http://a/b/c','../d'),urllib.parse.parse_qs('a=1&a=2&b='))
with cf.ThreadPoolExecutor(4) as ex:
    fs=[ex.submit(pow,2,i) for i in range(5)]; print([f.result() for f in fs], sorted(f.result() for f in cf.as_completed(fs)), cf.wait(fs).not_done)
    f=ex.submit(lambda:1/0); print(repr(f.exception()))
import http.client,http.cookies,email.message,email,smtplib,ftplib,email.mime.text,email.mime.multipart
m=email.message.EmailMessage(); m['Subject']='Hé'; m['To']='a@b.c'; m.set_content('body é'); m.add_attachment(b'x',maintype='a',subtype='b',filename='f'); print(email.message_from_bytes(bytes(m))['subject'], m.get_content_type(), [p.get_content_type() for p in m.walk()])
c=http.cookies.SimpleCookie('a=1; b="2"'); print(c['a'].value,c.output())
import socket; a,b=socket.socketpair(); a.sendall(b'xyz'); print(b.recv(2),b.recv(5)); a.close(); print(b.recv(1))
import sched; s=sched.scheduler(); s.enter(0.01,1,print,('sched',)); s.run()
import selectors; sel=selectors.DefaultSelector(); a,b=socket.socketpair(); sel.register(a,selectors.EVENT_READ,'d'); b.send(b'q'); print([(k.data,m) for k,m in sel.select(1)]); sel.close()
import gettext,locale,cmd,shlex,code,timeit,platform,getpass,fileinput,linecache,filecmp; print(shlex.split('a "b c" d\\ e'),shlex.quote("a'b"))
