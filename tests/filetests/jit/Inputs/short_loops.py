def filtered(value, filters):
    for f in filters:
        value += f
    return value


print(sum(map(filtered, range(9000), [(1,)] * 9000)))
