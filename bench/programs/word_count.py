"""Counts words and pairs of words of a generated text: split, lower, strip, dict get and sort."""

SIZE, QUICK = 12, 1  # rounds
LINES = 2000

WORDS = ("the duck swims in a pond and the other duck says quack when rain falls on reeds or bread lies near water "
         "it dives looks turns shakes feathers sleeps flies home again over hills under clouds").split()


def make_text(lines):
    state = 12345
    text = []
    for _ in range(lines):
        words = []
        for _ in range(12):
            state = (state * 1103515245 + 12345) % 2147483648
            word = WORDS[(state >> 16) % len(WORDS)]
            if state % 11 == 0:
                word = word.capitalize()
            if state % 13 == 0:
                word += ","
            words.append(word)
        text.append(" ".join(words) + ".")
    return "\n".join(text)


def one_round(n):
    text = make_text(n)
    counts, pairs = {}, {}
    for line in text.splitlines():
        previous = None
        for token in line.split():
            word = token.strip(".,;").lower()
            counts[word] = counts.get(word, 0) + 1
            if previous is not None:
                pair = previous, word
                if pair in pairs:
                    pairs[pair] += 1
                else:
                    pairs[pair] = 1
            previous = word
    top = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:3]
    top_pairs = sorted(pairs, key=lambda pair: (-pairs[pair], pair))[:2]
    return f"{len(text)} {top} {top_pairs}"


def run(rounds):
    results = {one_round(LINES) for _ in range(rounds)}
    if len(results) != 1:
        raise AssertionError("the rounds disagree")
    return results.pop()


if __name__ == "__main__":
    print(run(SIZE))
