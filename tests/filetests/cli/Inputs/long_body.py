# A loop whose body is longer than an instruction's argument can say: ForIter stands behind an ExtendedArg. Recording begins where the inner
# loop ends, which is no round of it.
def rounds(items, n):
    s0 = s1 = s2 = s3 = s4 = s5 = s6 = 1
    for _ in range(n):
        for x in items:
            s0 = s0 * 3 % 1009 + x + 0
            s1 = s1 * 3 % 1009 + x + 1
            s2 = s2 * 3 % 1009 + x + 2
            s3 = s3 * 3 % 1009 + x + 3
            s4 = s4 * 3 % 1009 + x + 4
            s5 = s5 * 3 % 1009 + x + 5
            s6 = s6 * 3 % 1009 + x + 6
            s0 = s0 * 3 % 1009 + x + 7
            s1 = s1 * 3 % 1009 + x + 8
            s2 = s2 * 3 % 1009 + x + 9
            s3 = s3 * 3 % 1009 + x + 10
            s4 = s4 * 3 % 1009 + x + 11
            s5 = s5 * 3 % 1009 + x + 12
            s6 = s6 * 3 % 1009 + x + 13
            s0 = s0 * 3 % 1009 + x + 14
            s1 = s1 * 3 % 1009 + x + 15
            s2 = s2 * 3 % 1009 + x + 16
            s3 = s3 * 3 % 1009 + x + 17
            s4 = s4 * 3 % 1009 + x + 18
            s5 = s5 * 3 % 1009 + x + 19
            s6 = s6 * 3 % 1009 + x + 20
            s0 = s0 * 3 % 1009 + x + 21
            s1 = s1 * 3 % 1009 + x + 22
            s2 = s2 * 3 % 1009 + x + 23
            s3 = s3 * 3 % 1009 + x + 24
            s4 = s4 * 3 % 1009 + x + 25
            s5 = s5 * 3 % 1009 + x + 26
            s6 = s6 * 3 % 1009 + x + 27
            s0 = s0 * 3 % 1009 + x + 28
            s1 = s1 * 3 % 1009 + x + 29
            s2 = s2 * 3 % 1009 + x + 30
            s3 = s3 * 3 % 1009 + x + 31
            s4 = s4 * 3 % 1009 + x + 32
            s5 = s5 * 3 % 1009 + x + 33
            s6 = s6 * 3 % 1009 + x + 34
            s0 = s0 * 3 % 1009 + x + 35
            s1 = s1 * 3 % 1009 + x + 36
            s2 = s2 * 3 % 1009 + x + 37
            s3 = s3 * 3 % 1009 + x + 38
            s4 = s4 * 3 % 1009 + x + 39
    return s0 + s1 + s2 + s3 + s4 + s5 + s6


print(rounds(list(range(10)), 600))
