"""The Mandelbrot set, by complex numbers and by pairs of floats."""

SIZE, QUICK = 350, 10


def escape_complex(c, limit):
    z = 0j
    for i in range(limit):
        z = z * z + c
        if abs(z) > 2.0:
            return i
    return limit


def escape_floats(x0, y0, limit):
    x = y = 0.0
    i = 0
    while i < limit:
        xx = x * x
        yy = y * y
        if xx + yy > 4.0:
            break
        y = 2.0 * x * y + y0
        x = xx - yy + x0
        i += 1
    return i


def run(n):
    total = other = 0
    for row in range(n):
        y = 2.4 * row / n - 1.2
        for column in range(n):
            x = 3.0 * column / n - 2.1
            total += escape_floats(x, y, 100)
            if (row + column) % 4 == 0:
                other += escape_complex(complex(x, y), 100)
    return f"{total} {other}"


if __name__ == "__main__":
    print(run(SIZE))
