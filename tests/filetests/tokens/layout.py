if a:
	b

class C:
  def f(self): # comment
    return (1,
  2)

  x = """a
 b"""; y = \
 3
