"""An outer loop so long that its jump back needs an ExtendedArg; the loops inside it are hot first."""


class Point:
    def __init__(self, x, y, z):
        self.x, self.y, self.z = x, y, z
        self.vx = self.vy = self.vz = 0.0


def rounds(n, points):
    for step in range(n):
        for p in points:
            p.vx += p.x * 0.5 - p.y * 0.25 + p.z * 0.125
            p.vy += p.y * 0.5 - p.z * 0.25 + p.x * 0.125
            p.vz += p.z * 0.5 - p.x * 0.25 + p.y * 0.125
        for p in points:
            p.x += p.vx * 0.001
            p.y += p.vy * 0.001
            p.z += p.vz * 0.001
            p.vx *= 0.5 + 0.25
            p.vy *= 0.5 + 0.25
            p.vz *= 0.5 + 0.25
    return points


points = rounds(3000, [Point(i * 0.5, i * 0.25, 1.0) for i in range(12)])
print(sum(p.x + p.y + p.z for p in points))
