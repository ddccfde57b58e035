"""Planets around a star: float arithmetic on attributes and nested loops over a list of objects."""
from math import sqrt

SIZE, QUICK = 53000, 200


class Body:
    def __init__(self, x, y, z, vx, vy, vz, mass):
        self.x, self.y, self.z = x, y, z
        self.vx, self.vy, self.vz = vx, vy, vz
        self.mass = mass


def make_system():
    star = Body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 39.4)
    planets = [
        Body(4.8, -1.1, -0.1, 0.6, 2.8, -0.02, 0.037),
        Body(8.3, 4.1, -0.4, -1.0, 1.8, 0.008, 0.011),
        Body(12.8, -15.1, -0.2, 1.0, 0.8, -0.01, 0.0017),
        Body(15.3, -25.9, 0.17, 0.9, 0.5, -0.03, 0.002),
    ]
    for planet in planets:  # the star moves so that the whole has no momentum
        star.vx -= planet.vx * planet.mass / star.mass
        star.vy -= planet.vy * planet.mass / star.mass
        star.vz -= planet.vz * planet.mass / star.mass
    return [star] + planets


def advance(pairs, bodies, dt, steps):
    for _ in range(steps):
        for a, b in pairs:
            dx = a.x - b.x
            dy = a.y - b.y
            dz = a.z - b.z
            square = dx * dx + dy * dy + dz * dz
            pull = dt / (square * sqrt(square))
            to_a = b.mass * pull
            to_b = a.mass * pull
            a.vx -= dx * to_a
            a.vy -= dy * to_a
            a.vz -= dz * to_a
            b.vx += dx * to_b
            b.vy += dy * to_b
            b.vz += dz * to_b
        for body in bodies:
            body.x += dt * body.vx
            body.y += dt * body.vy
            body.z += dt * body.vz


def energy(pairs, bodies):
    total = 0.0
    for body in bodies:
        total += 0.5 * body.mass * (body.vx ** 2 + body.vy ** 2 + body.vz ** 2)
    for a, b in pairs:
        total -= a.mass * b.mass / sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2 + (a.z - b.z) ** 2)
    return total


def run(n):
    bodies = make_system()
    pairs = [(a, b) for i, a in enumerate(bodies) for b in bodies[i + 1:]]
    before = energy(pairs, bodies)
    advance(pairs, bodies, 0.001, n)
    return f"{before:.9f} {energy(pairs, bodies):.9f}"


if __name__ == "__main__":
    print(run(SIZE))
