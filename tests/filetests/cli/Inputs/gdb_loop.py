def gather(n):
    out = set()
    i = 0
    while i < n:
        if i & 1:
            out.add(i)
        i += 1
    return len(out)


print(gather(5000))
