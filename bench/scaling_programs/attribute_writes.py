"""One object: each thread writes an attribute of its own, and now and then one that all write."""
KIND = "shared-write"
SIZE, QUICK = 5000000, 1000


class Board:
    def __init__(self, threads):
        self.a = self.b = self.c = self.d = 0
        self.last = None


def setup(threads):
    return Board(threads)


def work(board, i, n):
    column = i % 4
    if column == 0:
        for k in range(n):
            board.a = k
            if k % 16 == 0:
                board.last = i
    elif column == 1:
        for k in range(n):
            board.b = k
            if k % 16 == 0:
                board.last = i
    elif column == 2:
        for k in range(n):
            board.c = k
            if k % 16 == 0:
                board.last = i
    else:
        for k in range(n):
            board.d = k
            if k % 16 == 0:
                board.last = i
    return n - 1


def check(board, results, n):
    written = [board.a, board.b, board.c, board.d][:len(results)]
    assert written == results[:4], written
    assert board.last in range(len(results))
    return results[0]
