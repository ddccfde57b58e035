# argparse: help texts, errors, groups, sub-commands
import argparse, sys, io, contextlib
p=argparse.ArgumentParser(prog='prog',description='A description that is long enough to be wrapped over a number of lines because it keeps going.',epilog='bye')
p.add_argument('file',nargs='+',help='files'); p.add_argument('-v','--verbose',action='count',default=0,help='more (default: %(default)s)'); p.add_argument('--n',type=int,choices=[1,2,3],metavar='N'); g=p.add_mutually_exclusive_group(); g.add_argument('--x',action='store_true'); g.add_argument('--y',action='store_false'); p.add_argument('--version',action='version',version='%(prog)s 1.0')
print(p.format_help()); print(p.parse_args(['a','b','-vv','--n','2','--x']))
for a in (['-h'],[],['a','--n','9'],['a','--n','q'],['a','--x','--y'],['a','--bad'],['--version']):
    e=io.StringIO(); o=io.StringIO()
    with contextlib.redirect_stderr(e),contextlib.redirect_stdout(o):
        try: p.parse_args(a)
        except SystemExit as x: code=x.code
    print(a,code,o.getvalue()[-60:],e.getvalue())
s=argparse.ArgumentParser(prog='s'); sub=s.add_subparsers(dest='cmd',required=True); q=sub.add_parser('go',help='goes',aliases=['g']); q.add_argument('--k',nargs='?',const=5); q.set_defaults(func=len); print(s.parse_args(['go','--k'])); print(s.format_help(),s.parse_known_args(['go','z']))
