"""Matrices as lists of lists: products, elimination in floats and in modular integers, transposition by zip."""

SIZE, QUICK = 120, 8


def make(n, seed):
    rows = []
    for i in range(n):
        row = []
        for j in range(n):
            seed = (seed * 1664525 + 1013904223) % 4294967296
            row.append((seed >> 20) / 1024.0 - 2.0 + (4.0 if i == j else 0.0))
        rows.append(row)
    return rows


def multiply(a, b):
    columns = len(b[0])
    result = []
    for row in a:
        out = [0.0] * columns
        for k, factor in enumerate(row):
            b_row = b[k]
            for j in range(columns):
                out[j] += factor * b_row[j]
        result.append(out)
    return result


def multiply_by_dots(a, b):
    turned = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, column)) for column in turned] for row in a]


def determinant(matrix):
    m = [row[:] for row in matrix]
    n = len(m)
    result = 1.0
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(m[r][i]))
        if pivot != i:
            m[i], m[pivot] = m[pivot], m[i]
            result = -result
        result *= m[i][i]
        for r in range(i + 1, n):
            factor = m[r][i] / m[i][i]
            if factor:
                for c in range(i, n):
                    m[r][c] -= factor * m[i][c]
    return result


def rank_modulo(matrix, prime):
    m = [[int(value * 1024) % prime for value in row] for row in matrix]
    rank, n = 0, len(m)
    for column in range(n):
        for r in range(rank, n):
            if m[r][column]:
                break
        else:
            continue
        m[rank], m[r] = m[r], m[rank]
        inverse = pow(m[rank][column], prime - 2, prime)
        for r in range(rank + 1, n):
            factor = m[r][column] * inverse % prime
            for c in range(column, n):
                m[r][c] = (m[r][c] - factor * m[rank][c]) % prime
        rank += 1
    return rank


def run(n):
    a, b = make(n, 1), make(n, 2)
    product = multiply(a, b)
    other = multiply_by_dots(a, b)
    difference = max(abs(x - y) for p, q in zip(product, other) for x, y in zip(p, q))
    trace = sum(product[i][i] for i in range(n))
    return f"{trace:.6f} {difference < 1e-9} {determinant(a):.6e} {rank_modulo(a, 1000003)}"


if __name__ == "__main__":
    print(run(SIZE))
