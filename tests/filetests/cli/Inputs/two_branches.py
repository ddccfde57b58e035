def collect(n):
    odd = even = 0
    weight = 0.0
    for i in range(n):
        if i & 1:
            odd += i
            weight += 0.5
        else:
            even += 1
    return odd, even, weight


print(collect(4000))
