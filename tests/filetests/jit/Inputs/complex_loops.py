def escape(c, limit):
    z = 0j
    for i in range(limit):
        z = z * z + c
        if abs(z) > 2.0:
            return i
    return limit


def turned(n):
    z = 1 + 0j
    for i in range(n):
        if i & 1:
            z = z / (0.8 + 0.6j)
        else:
            z = -z.conjugate() * complex(z.imag, 0.5) + 0.1 * z ** 2
    return z


print(escape(complex(-0.1, 0.1), 3000), turned(3000))
