# _socket: pairs, connections, timeouts, errors, addresses, messages with descriptors.
import _socket as S, threading
a,b=S.socketpair(); a.sendall(b'hello'); print(b.recv(3), b.recv(10)); print(a.family,a.type,a.proto,a.timeout)
srv=S.socket(S.AF_INET,S.SOCK_STREAM); srv.setsockopt(S.SOL_SOCKET,S.SO_REUSEADDR,1); srv.bind(('127.0.0.1',0)); srv.listen()
port=srv.getsockname()[1]
def client():
    c=S.socket(); c.connect(('127.0.0.1',port)); c.sendall(b'q'*300000); c.shutdown(S.SHUT_WR); got=b''
    while p:=c.recv(65536): got+=p
    print(len(got)); c.close()
t=threading.Thread(target=client); t.start()
fd,addr=srv._accept(); s=S.socket(fileno=fd); print(addr[0])
n=0
while p:=s.recv(10000): n+=len(p)
print(n); s.sendall(b'r'*200000); s.close(); t.join()
def e(f,*x):
    try: return f(*x)
    except Exception as ex: return type(ex).__name__, str(ex)
a.settimeout(0.05); print(e(a.recv,1)); a.setblocking(False); print(e(a.recv,1), a.gettimeout()); a.close(); print(a.fileno(), e(a.recv,1))
print(e(srv.bind,5), e(srv.bind,('x',)), e(srv.bind,('127.0.0.1',70000)), e(S.socket,1,2,3,'x'))
print(S.inet_aton('1.2.3.4'), S.inet_ntoa(b'\1\2\3\4'), S.inet_pton(S.AF_INET6,'::1'), S.inet_ntop(S.AF_INET6,b'\0'*15+b'\1'), S.htons(1), S.ntohl(1), e(S.htons,-1), e(S.htons,70000), e(S.inet_aton,'x'))
print(S.getaddrinfo('127.0.0.1',80,type=S.SOCK_STREAM), S.getservbyname('http'), S.getprotobyname('tcp'), S.gethostbyname('127.0.0.1'))
c=S.socket(); print(e(c.connect,('127.0.0.1',1))); print(c.connect_ex(('127.0.0.1',1)))
x,y=S.socketpair(); r=x.sendmsg([b'ab',b'cd'],[(S.SOL_SOCKET,S.SCM_RIGHTS,(1).to_bytes(4,'little'))]); d,anc,fl,ad=y.recvmsg(10,100); print(r,d,anc[0][:2],len(anc[0][2]),fl)
buf=bytearray(4); x.send(b'12345'); print(y.recv_into(buf,2), buf, y.recv(9))
u=S.socket(S.AF_UNIX,S.SOCK_DGRAM); v=S.socket(S.AF_UNIX,S.SOCK_DGRAM); u.bind(b'\0eider_test_sock'); v.sendto(b'dg',b'\0eider_test_sock'); print(u.recvfrom(10), u.getsockname())
print(S.gaierror.__mro__, S.error, S.timeout, S.CMSG_LEN(4), S.CMSG_SPACE(4), S.getdefaulttimeout(), e(S.getaddrinfo,'nonexistent.invalid',1)[0])
