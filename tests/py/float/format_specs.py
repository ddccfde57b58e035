# Every kind of format specification on floats, with % and format.
inf, nan = float("inf"), float("nan")
values = [0.0, -0.0, 1.0, -1.5, 0.1, 123456.789, 1e-7, 9.9999999, 1e20, 0.5, 2.5, inf, -inf, nan]
for spec in ("", "f", ".0f", ".1f", ".3f", ".10f", "e", ".0e", ".2e", ".10E", "g", ".1g", ".3g", ".10g", "G", "%", ".0%", ".2%", "10", "<12.2f", ">12.2f", "^12.2f", "012.2f", "=+12.1f", "+", "+.2f",
             " .2f", ",", ",.2f", "_.1f", "020,.2f", "*^14.3e", "#.0f", "#.3g", "#.0e", ".0", ".3", ".17", "n", "F", "z.1f", "-f", "x<9.1f", "08", "z", ".20f", ".30g"):
    print(f"{spec:8}", [format(value, spec) for value in values])
for pattern in ("%f", "%.0f", "%.2f", "%10.3f|", "%-10.3f|", "%010.3f|", "%+f", "% f", "%e", "%.1e", "%E", "%g", "%.3g", "%G", "%#.0f", "%#g", "%s", "%r", "%d", "%i", "%5d|", "%5.1f%%"):
    print(f"{pattern:8}", [pattern % value for value in values[:-3]])
print("%f %f %f %e %g %s" % (inf, -inf, nan, inf, nan, inf), "%5.1f|%-6s|%06.2f" % (inf, nan, -inf))
print("%.*f|%*.*f|%-*d|" % (2, 3.14159, 10, 3, 2.71828, 6, 42), "%(a).2f %(b)e" % {"a": 1.005, "b": 12345.678})
print(f"{1234567.891:,.1f} {0.000123:.1e} {3.0:g} {1e5:g} {1e6:g} {123456789.0:g} {1e-4:g} {1e-5:g} {1.0:} {1e16:} {100000.0:n}")
width, places = 12, 4
print(f"{3.14159:{width}.{places}f}|{3.14159:<{width}.{places}}|{2.5:{'^'}{9}}|{-1.0:{'0'}{8}.2f}")
for value in (0.000001, 0.0000001, 123456.0, 1234567.0, 12345678901234567.0, 0.1 + 0.2, 5e-324, 1.7976931348623157e308):
    print(f"{value} {value:f} {value:g} {value:e} {value:.17g} {value:.3}" if value < 1e300 else f"{value} {value:g} {value:e}")
print(len(f"{1.7976931348623157e308:f}"), f"{5e-324:.330f}"[-8:], f"{0.1:.55f}", f"{1e23:.1f}", f"{2.0 ** 70:.0f}", f"{0.5:.0f} {1.5:.0f} {2.5:.0f} {3.5:.0f} {0.25:.1f} {0.35:.1f}")


def show(f):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__ + ":", error)


for spec in ("d", "x", "s", "c", "b", ",g_", ".f", "5.", "..2f", "+-f", ",n", "k", "1,_f", ".1000000000000f"):
    show(lambda: format(1.5, spec))
show(lambda: "%d" % inf)
show(lambda: "%d" % nan)
show(lambda: "%x" % 1.5)
show(lambda: "%c" % 65.0)
show(lambda: "%f" % "1")
show(lambda: "%f" % None)
show(lambda: "%.2f" % (1, 2))
show(lambda: "%.2f %f" % 1)
