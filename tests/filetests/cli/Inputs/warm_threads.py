import threading


class Box:
    def __init__(self, x):
        self.x = x

    def get(self):
        return self.x


def work(n, out):
    total = 0
    for i in range(n):
        total += Box(i).get()
    out.append(total)


warm, cold = [], []
work(200, warm)
other = threading.Thread(target=work, args=(200, cold))
other.start()
other.join()
print(warm + cold)
