# Invariant: threads that meet at a barrier after each step compute what one thread computes: a game of life in strips.
# Forbidden: a thread that is a step ahead, a cell that differs.
import threading
from _scale import SCALE, run

SIZE, STEPS, STRIPS = 32, 12 * SCALE, 4
start = [[(x * 7 + y * 13 + x * y) % 5 == 0 for x in range(SIZE)] for y in range(SIZE)]


def next_cell(board, x, y):
    alive = sum(board[(y + dy) % SIZE][(x + dx) % SIZE] for dy in (-1, 0, 1) for dx in (-1, 0, 1) if dx or dy)
    return alive == 3 or (alive == 2 and board[y][x])


def alone():
    board = [row[:] for row in start]
    for _ in range(STEPS):
        board = [[next_cell(board, x, y) for x in range(SIZE)] for y in range(SIZE)]
    return board


boards = [[row[:] for row in start], [row[:] for row in start]]
steps_done = []
barrier = threading.Barrier(STRIPS, action=lambda: steps_done.append(len(steps_done)))


def strip(index):
    low, high = index * SIZE // STRIPS, (index + 1) * SIZE // STRIPS
    for step in range(STEPS):
        old, new = boards[step % 2], boards[(step + 1) % 2]
        for y in range(low, high):
            row = new[y]
            for x in range(SIZE):
                row[x] = next_cell(old, x, y)
        barrier.wait()
    return high - low


print(run(STRIPS, strip), len(steps_done))
final = boards[STEPS % 2]
print(final == alone(), sum(map(sum, final)))
for row in final[:6]:
    print("".join("#" if cell else "." for cell in row))
