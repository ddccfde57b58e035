"""Caches of bounded size: least recently used by a doubly linked list, by a dict's order, and least frequently used."""

SIZE, QUICK = 90000, 200


class Link:
    __slots__ = ("key", "value", "before", "after")

    def __init__(self, key, value):
        self.key = key
        self.value = value
        self.before = self.after = self


class LinkedCache:
    def __init__(self, capacity):
        self.capacity = capacity
        self.links = {}
        self.ring = Link(None, None)
        self.hits = self.misses = 0

    def unlink(self, link):
        link.before.after = link.after
        link.after.before = link.before

    def to_front(self, link):
        first = self.ring.after
        link.before = self.ring
        link.after = first
        first.before = self.ring.after = link

    def get(self, key):
        link = self.links.get(key)
        if link is None:
            self.misses += 1
            return None
        self.hits += 1
        self.unlink(link)
        self.to_front(link)
        return link.value

    def put(self, key, value):
        if len(self.links) >= self.capacity:
            oldest = self.ring.before
            self.unlink(oldest)
            del self.links[oldest.key]
        link = self.links[key] = Link(key, value)
        self.to_front(link)


class DictCache:
    def __init__(self, capacity):
        self.capacity = capacity
        self.values = {}
        self.hits = self.misses = 0

    def get(self, key):
        try:
            value = self.values.pop(key)
        except KeyError:
            self.misses += 1
            return None
        self.hits += 1
        self.values[key] = value
        return value

    def put(self, key, value):
        if len(self.values) >= self.capacity:
            del self.values[next(iter(self.values))]
        self.values[key] = value


class FrequencyCache:
    def __init__(self, capacity):
        self.capacity = capacity
        self.values, self.counts, self.buckets = {}, {}, {}
        self.least = 0
        self.hits = self.misses = 0

    def touch(self, key):
        count = self.counts[key]
        bucket = self.buckets[count]
        del bucket[key]
        if not bucket and count == self.least:
            self.least = count + 1
        self.counts[key] = count + 1
        self.buckets.setdefault(count + 1, {})[key] = None

    def get(self, key):
        if key not in self.values:
            self.misses += 1
            return None
        self.hits += 1
        self.touch(key)
        return self.values[key]

    def put(self, key, value):
        if len(self.values) >= self.capacity:
            victim = next(iter(self.buckets[self.least]))
            del self.buckets[self.least][victim], self.values[victim], self.counts[victim]
        self.values[key] = value
        self.counts[key] = self.least = 1
        self.buckets.setdefault(1, {})[key] = None


def keys(count):
    """Skewed: small keys are asked for much more often."""
    state = 42
    for _ in range(count):
        state = (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        a, b = (state >> 33) % 600, (state >> 13) % 600
        yield a if a < b else b


def run(n):
    texts = []
    for cache in (LinkedCache(100), DictCache(100), FrequencyCache(100)):
        total = 0
        for key in keys(n):
            value = cache.get(key)
            if value is None:
                value = key * key % 1009
                cache.put(key, value)
            total += value
        texts.append(f"{cache.hits}/{cache.misses}/{total}")
    return " ".join(texts)


if __name__ == "__main__":
    print(run(SIZE))
