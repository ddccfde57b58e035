def gather(n):
    out = []
    i = 0
    while i < n:
        if i & 1:
            out.append(i)
        i += 1
    return len(out)


print(gather(5000))
