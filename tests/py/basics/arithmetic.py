# Numbers and names, no functions, no loops.
a = 6
b = 7
print(a * b, a + b, a - b, a // 4, b % 4, a ** 2, -a)
print(a / 4, 1.5 + a, a > b, a < b, a == 6, a != 6, not a)
c = a * b
c = c + 1
c += 1
c -= 2
print(c)
print((a + b) * c, a + b * c, 10 ** 30, 2 ** 100 // 3 ** 20)
print(True, False, None, a and b, 0 or b, 1 if a else 2)
