f''
f'a'
f'{a}'
f'{{{a}}}'
f'a{b!r}c{d:>{e}.{f}}g' 'h' f"{i}"
f'{a=}{b = }{c=!s}{d=:x}'
f'''
{a
 + b} {
c}
'''
f'{f"{x}" + "}"}{ {1: 2}[1] }{(lambda x: 1)}{*a, b}{a != b}{a:=5}'
rf'\d{a:\d}' u'x'
'é' f'é{é}'
f'{"quoted"}' "tail"
f(f'{a}'
  'b'
  f'{c:{d}}')
