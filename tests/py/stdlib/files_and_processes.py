# subprocess, tempfile, shutil, glob, pathlib, configparser
import subprocess,sys,tempfile,os,shutil,glob,pathlib,configparser,io
r=subprocess.run(['echo','hi'],capture_output=True,text=True); print(r)
print(subprocess.check_output('echo $X; exit 0',shell=True,env={'X':'5'}))
try: subprocess.run(['false'],check=True)
except subprocess.CalledProcessError as e: print(e)
try: subprocess.run(['nonexistent-cmd'])
except FileNotFoundError as e: print(e)
try: subprocess.run(['sleep','5'],timeout=0.05)
except subprocess.TimeoutExpired as e: print(e.cmd)
p=subprocess.Popen(['cat'],stdin=subprocess.PIPE,stdout=subprocess.PIPE); print(p.communicate(b'data'),p.returncode)
r=subprocess.run(['sort'],input='b\na\n',text=True,stdout=subprocess.PIPE); print(repr(r.stdout))
p1=subprocess.Popen(['printf','x\\ny\\n'],stdout=subprocess.PIPE); p2=subprocess.Popen(['wc','-l'],stdin=p1.stdout,stdout=subprocess.PIPE); p1.stdout.close(); print(p2.communicate()[0].strip()); p1.wait()
print(subprocess.run(['sh','-c','echo err >&2; exit 3'],stderr=subprocess.PIPE), subprocess.getstatusoutput('echo q'))
with tempfile.TemporaryDirectory() as d:
    P=pathlib.Path(d); (P/'a'/'b').mkdir(parents=True); (P/'a'/'x.txt').write_text('hé'); (P/'a'/'b'/'y.py').write_bytes(b'1')
    print(sorted(str(x.relative_to(P)) for x in P.rglob('*')), [pathlib.Path(x).name for x in glob.glob(d+'/**/*.py',recursive=True)], (P/'a'/'x.txt').read_text(), (P/'a/x.txt').stat().st_size, P.joinpath('a','x.txt').suffix, (P/'a'/'x.txt').with_suffix('.md').name)
    shutil.copytree(P/'a',P/'c'); shutil.move(str(P/'c'/'x.txt'),str(P/'z.txt')); print(sorted(os.listdir(d)), shutil.which('sh') is not None)
    shutil.rmtree(P/'a'); print((P/'a').exists()); 
    with tempfile.NamedTemporaryFile('w+',dir=d,delete=False) as f: f.write('tmp'); n=f.name
    print(open(n).read()); f=tempfile.SpooledTemporaryFile(10); f.write(b'x'*20); f.seek(0); print(f.read(3)); 
    print(os.path.exists(shutil.make_archive(d+'/arch','tar',d)))
    for root,dirs,files in os.walk(d): dirs.sort(); print(os.path.basename(root)!='' , len(files)); break
c=configparser.ConfigParser(); c.read_string('[DEFAULT]\nk=1\n[s]\na = %(k)s0\nb: yes\nlist=\n  x\n  y\n# c\n[t]\n'); print(c.sections(),c['s']['a'],c.getboolean('s','b'),c.get('s','list'),c.getint('s','a'),c.get('t','zz',fallback='fb'),dict(c['s']))
o=io.StringIO(); c.write(o); print(o.getvalue())
try: c.get('q','a')
except configparser.Error as e: print(repr(e))
try: configparser.ConfigParser().read_string('x=1')
except configparser.Error as e: print(e)
print(pathlib.PurePosixPath('/a/../b').parts, pathlib.Path('a')/'b', pathlib.PurePath('a/b.c').stem, pathlib.PurePath('/a/b').relative_to('/a'), pathlib.Path('x').absolute().name, repr(pathlib.PurePath('q')), pathlib.PurePath('a/b.py').match('*.py'))
