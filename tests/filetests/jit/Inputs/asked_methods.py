class Box:
    def __init__(self, size):
        self.size = size

    def __len__(self):
        return self.size

    def __str__(self):
        return "box"

    def __hash__(self):
        return self.size


def asked(box, n):
    total = 0
    for i in range(n):
        total += len(box) + hash(box) + len(str(box)) + len(f"{box}")
    return total


print(asked(Box(3), 3000))
