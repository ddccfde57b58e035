"""Counts the words of text files, a thread to each file, into one shared result.

    scripts/run examples/word_count.py FILE...

Each thread counts its own file without any lock; only adding what it found to the shared result takes the lock, so the
total is right whatever the order in which threads finish. The output is the same as python3.11's.
"""
import sys
import threading

LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz'")
SHOWN = 15


class WordCount:
    """What all threads together have found. `lock` guards the other attributes."""

    def __init__(self):
        self.lock = threading.Lock()
        self.words = {}
        self.lines = 0
        self.files = []

    def add(self, path, lines, words):
        with self.lock:
            self.files.append((path, lines, sum(words.values())))
            self.lines += lines
            for word, count in words.items():
                self.words[word] = self.words.get(word, 0) + count


def words_of(line):
    """The words of a line in lower case: runs of letters and apostrophes, without apostrophes at the ends."""
    text = "".join([character if character in LETTERS else " " for character in line.lower()])
    for word in text.split():
        word = word.strip("'")
        if word:
            yield word


def count_file(path, result):
    words, lines = {}, 0
    with open(path, encoding="utf-8", errors="replace") as file:
        for line in file:
            lines += 1
            for word in words_of(line):
                words[word] = words.get(word, 0) + 1
    result.add(path, lines, words)


def main(paths):
    if not paths:
        print("usage: word_count.py FILE...", file=sys.stderr)
        return 2
    result = WordCount()
    threads = [threading.Thread(target=count_file, args=(path, result)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # Threads finish in any order: sort before printing.
    for path, lines, words in sorted(result.files):
        print(f"{words:>8} words {lines:>7} lines  {path}")
    missing = len(paths) - len(result.files)
    if missing:
        print(f"{missing} files could not be read", file=sys.stderr)
    print(f"{sum(result.words.values()):>8} words {result.lines:>7} lines  together; {len(result.words)} different words")
    print()
    for word in sorted(result.words, key=lambda word: (-result.words[word], word))[:SHOWN]:
        print(f"{result.words[word]:>8}  {word}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
