"""Shortest ways: a binary heap of one's own, Dijkstra on a random graph, A* and breadth-first search on a grid with walls."""

SIZE, QUICK = 18000, 60  # nodes


class Heap:
    """A priority queue of (cost, item): a list in which no child costs less than its parent."""

    def __init__(self):
        self.entries = []

    def __len__(self):
        return len(self.entries)

    def push(self, cost, item):
        entries = self.entries
        at = len(entries)
        entries.append((cost, item))
        while at > 0:
            parent = (at - 1) >> 1
            if entries[parent][0] <= cost:
                break
            entries[at] = entries[parent]
            at = parent
        entries[at] = (cost, item)

    def pop(self):
        entries = self.entries
        least = entries[0]
        last = entries.pop()
        size = len(entries)
        if size:
            at = 0
            while True:
                child = 2 * at + 1
                if child >= size:
                    break
                if child + 1 < size and entries[child + 1][0] < entries[child][0]:
                    child += 1
                if last[0] <= entries[child][0]:
                    break
                entries[at] = entries[child]
                at = child
            entries[at] = last
        return least


def random_graph(count, degree):
    state, edges = 17, [[] for _ in range(count)]
    for node in range(count):
        for _ in range(degree):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            edges[node].append((state % count, 1 + (state >> 8) % 97))
        edges[node].append(((node + 1) % count, 60))
    return edges


def dijkstra(edges, start):
    distance = [None] * len(edges)
    heap = Heap()
    heap.push(0, start)
    while heap:
        cost, node = heap.pop()
        if distance[node] is not None:
            continue
        distance[node] = cost
        for target, length in edges[node]:
            if distance[target] is None:
                heap.push(cost + length, target)
    return distance


def make_grid(side):
    return [[0 if (x * 7 + y * 13) % 11 < 8 or x == y or x == y + 1 else 1 for x in range(side)] for y in range(side)]


def neighbours(grid, place):
    x, y = place
    side = len(grid)
    for dx, dy in ((1, 0), (0, 1), (-1, 0), (0, -1)):
        u, v = x + dx, y + dy
        if 0 <= u < side and 0 <= v < side and grid[v][u] == 0:
            yield u, v


def a_star(grid, start, goal):
    heap = Heap()
    heap.push(0, start)
    cost_so_far = {start: 0}
    looked_at = 0
    while heap:
        _, place = heap.pop()
        looked_at += 1
        if place == goal:
            return cost_so_far[place], looked_at
        for other in neighbours(grid, place):
            cost = cost_so_far[place] + 1
            if other not in cost_so_far or cost < cost_so_far[other]:
                cost_so_far[other] = cost
                heap.push(cost + abs(goal[0] - other[0]) + abs(goal[1] - other[1]), other)
    return None, looked_at


def breadth_first(grid, start):
    depth, front = {start: 0}, [start]
    while front:
        following = []
        for place in front:
            for other in neighbours(grid, place):
                if other not in depth:
                    depth[other] = depth[place] + 1
                    following.append(other)
        front = following
    return max(depth.values()), len(depth)


def run(n):
    distance = dijkstra(random_graph(n, 6), 0)
    side = int(n ** 0.5) + 10
    grid = make_grid(side)
    return f"{sum(distance)} {max(distance)} {a_star(grid, (0, 0), (side - 1, side - 1))} {breadth_first(grid, (0, 0))}"


if __name__ == "__main__":
    print(run(SIZE))
