def dot(a, b):
    s = 0.0
    for i in range(len(a)):
        s += a[i] * b[i]
    return s


print(dot([0.5] * 3000, [4.0] * 3000))
