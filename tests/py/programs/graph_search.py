# Graphs: breadth and depth first, Dijkstra with a heap of our own, topological order, components, cycles, minimum spanning tree.
class Heap:
    """A binary heap of (priority, item); smaller first."""

    def __init__(self):
        self.items = []

    def __len__(self):
        return len(self.items)

    def push(self, priority, item):
        items = self.items
        items.append((priority, item))
        i = len(items) - 1
        while i and items[i] < items[(i - 1) // 2]:
            items[i], items[(i - 1) // 2] = items[(i - 1) // 2], items[i]
            i = (i - 1) // 2

    def pop(self):
        items = self.items
        top, last = items[0], items.pop()
        if items:
            items[0] = last
            i = 0
            while True:
                child = 2 * i + 1
                if child >= len(items):
                    break
                if child + 1 < len(items) and items[child + 1] < items[child]:
                    child += 1
                if items[i] <= items[child]:
                    break
                items[i], items[child] = items[child], items[i]
                i = child
        return top


class Graph:
    def __init__(self, directed=False):
        self.edges = {}
        self.directed = directed

    def add(self, a, b, weight=1):
        self.edges.setdefault(a, {})[b] = weight
        self.edges.setdefault(b, {})
        if not self.directed:
            self.edges[b][a] = weight
        return self

    def __iter__(self):
        return iter(sorted(self.edges))

    def __getitem__(self, node):
        return sorted(self.edges[node].items())

    def breadth_first(self, start):
        seen, frontier = {start: 0}, [start]
        while frontier:
            following = []
            for node in frontier:
                yield node, seen[node]
                for other, _ in self[node]:
                    if other not in seen:
                        seen[other] = seen[node] + 1
                        following.append(other)
            frontier = following

    def depth_first(self, node, seen=None):
        seen = set() if seen is None else seen
        if node not in seen:
            seen.add(node)
            yield node
            for other, _ in self[node]:
                yield from self.depth_first(other, seen)

    def shortest(self, start):
        distance, previous, heap = {start: 0}, {}, Heap()
        heap.push(0, start)
        done = set()
        while heap:
            d, node = heap.pop()
            if node in done:
                continue
            done.add(node)
            for other, weight in self[node]:
                if weight < 0:
                    raise ValueError("negative weight")
                if d + weight < distance.get(other, float("inf")):
                    distance[other] = d + weight
                    previous[other] = node
                    heap.push(d + weight, other)
        return distance, previous

    def path(self, start, end):
        distance, previous = self.shortest(start)
        if end not in distance:
            return None
        steps = [end]
        while steps[-1] != start:
            steps.append(previous[steps[-1]])
        return distance[end], steps[::-1]

    def topological(self):
        state, order = {}, []

        def visit(node, trail):
            if state.get(node) == "done":
                return
            if state.get(node) == "active":
                raise ValueError("cycle: " + " ".join(trail[trail.index(node):] + [node]))
            state[node] = "active"
            for other, _ in self[node]:
                visit(other, trail + [node])
            state[node] = "done"
            order.append(node)
        for node in self:
            visit(node, [])
        return order[::-1]

    def components(self):
        left = set(self.edges)
        while left:
            part = set(self.depth_first(min(left)))
            yield sorted(part)
            left -= part

    def spanning_tree(self):
        parent = {node: node for node in self.edges}

        def root(node):
            while parent[node] != node:
                parent[node] = parent[parent[node]]
                node = parent[node]
            return node
        chosen = []
        for weight, a, b in sorted((w, a, b) for a in self for b, w in self[a] if a < b):
            if root(a) != root(b):
                parent[root(a)] = root(b)
                chosen.append((a, b, weight))
        return chosen


towns = Graph()
for a, b, km in [("Aln", "Ber", 7), ("Aln", "Cor", 9), ("Aln", "Fen", 14), ("Ber", "Cor", 10), ("Ber", "Dun", 15), ("Cor", "Dun", 11), ("Cor", "Fen", 2), ("Dun", "Esk", 6), ("Esk", "Fen", 9), ("Gow", "Hay", 3)]:
    towns.add(a, b, km)
print(list(towns.breadth_first("Aln")), list(towns.depth_first("Aln")))
print(towns.path("Aln", "Esk"), towns.path("Aln", "Gow"), towns.path("Hay", "Gow"), towns.path("Dun", "Dun"))
print(list(towns.components()), towns.spanning_tree(), sum(w for _, _, w in towns.spanning_tree()))
tasks = Graph(directed=True)
for a, b in [("shop", "cook"), ("cook", "eat"), ("lay", "eat"), ("eat", "wash"), ("shop", "lay")]:
    tasks.add(a, b)
print(tasks.topological())
try:
    tasks.add("wash", "shop").topological()
except ValueError as error:
    print(error)
try:
    Graph(directed=True).add("a", "b", -1).shortest("a")
except ValueError as error:
    print(error)
maze = ["S.#.....", ".##.###.", "....#...", ".##...#E"]
grid = Graph()
cells = {(r, c): ch for r, row in enumerate(maze) for c, ch in enumerate(row) if ch != "#"}
for r, c in cells:
    for other in ((r + 1, c), (r, c + 1)):
        if other in cells:
            grid.add((r, c), other)
start = next(p for p, ch in cells.items() if ch == "S")
end = next(p for p, ch in cells.items() if ch == "E")
length, steps = grid.path(start, end)
print(length)
for r, row in enumerate(maze):
    print("".join("o" if (r, c) in steps[1:-1] else ch for c, ch in enumerate(row)))
big = Graph()
for i in range(400):
    big.add(i, (i * 7 + 3) % 400, i % 13 + 1)
    big.add(i, (i + 1) % 400, i % 5 + 1)
distance, _ = big.shortest(0)
print(len(distance), max(distance.values()), sum(distance.values()), big.path(0, 200))
knight = Graph()
for r in range(8):
    for c in range(8):
        for dr, dc in ((1, 2), (2, 1), (-1, 2), (-2, 1)):
            if 0 <= r + dr < 8 and 0 <= c + dc < 8:
                knight.add((r, c), (r + dr, c + dc))
print(knight.path((0, 0), (7, 7))[0], len(list(knight.breadth_first((0, 0)))), max(d for _, d in knight.breadth_first((3, 3))))
