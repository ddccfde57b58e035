"""Primes and bits: a sieve with one bit a number in 32-bit words, one in a list, counting and finding bits, Gray codes."""

SIZE, QUICK = 1200000, 2000


def sieve_of_words(limit):
    """Odd numbers only: bit i of the whole stands for 2 * i + 1; a set bit is no prime."""
    words = [0] * ((limit >> 6) + 1)
    words[0] = 1
    i = 3
    while i * i < limit:
        if not words[i >> 6] >> ((i >> 1) & 31) & 1:
            for multiple in range(i * i, limit, 2 * i):
                words[multiple >> 6] |= 1 << ((multiple >> 1) & 31)
        i += 2
    return words


def population(word):
    word = word - ((word >> 1) & 0x55555555)
    word = (word & 0x33333333) + ((word >> 2) & 0x33333333)
    word = (word + (word >> 4)) & 0x0F0F0F0F
    return ((word * 0x01010101) & 0xFFFFFFFF) >> 24


def count_primes(words, limit):
    last = limit // 2 - 1 - 32 * (len(words) - 1)  # numbers the last word stands for
    total = 1
    for word in words[:-1]:
        total += 32 - population(word)
    for bit in range(last + 1):
        total += not words[-1] >> bit & 1
    return total


def sieve_of_flags(limit):
    flags = [True] * limit
    flags[0] = flags[1] = False
    for i in range(2, int(limit ** 0.5) + 1):
        if flags[i]:
            flags[i * i::i] = [False] * len(range(i * i, limit, i))
    return sum(flags)


def lowest_bits(word):
    """Positions of the set bits."""
    while word:
        lowest = word & -word
        yield lowest.bit_length() - 1
        word ^= lowest


def gray_walk(count):
    code = checksum = 0
    for i in range(1, count):
        code ^= i & -i
        checksum = (checksum * 3 + code) & 0xFFFFFFFF
        back, shift = code, 1
        while shift < 32:
            back ^= back >> shift
            shift <<= 1
        if back != i:
            raise ValueError(f"{i} came back as {back}")
    return checksum


def reversed_bits(word):
    word = (word >> 1 & 0x55555555) | (word & 0x55555555) << 1
    word = (word >> 2 & 0x33333333) | (word & 0x33333333) << 2
    word = (word >> 4 & 0x0F0F0F0F) | (word & 0x0F0F0F0F) << 4
    word = (word >> 8 & 0x00FF00FF) | (word & 0x00FF00FF) << 8
    return (word >> 16 | word << 16) & 0xFFFFFFFF


def run(n):
    n &= ~1
    words = sieve_of_words(n)
    gaps = turned = 0
    for word in words[:2000]:
        before = -1
        for bit in lowest_bits(~word & 0xFFFFFFFF):
            gaps += (bit - before) ** 2
            before = bit
        turned ^= reversed_bits(word)
    return f"{count_primes(words, n)} {sieve_of_flags(n)} {gaps} {turned:08x} {gray_walk(n // 10):x}"


if __name__ == "__main__":
    print(run(SIZE))
