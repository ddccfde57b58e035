def key(pair):
    x, y = pair
    r = x * x + y
    if r > 1000:
        r = r // 3
    return r - x


print(sorted([(i * 37 % 101, i) for i in range(5000)], key=key)[0])
