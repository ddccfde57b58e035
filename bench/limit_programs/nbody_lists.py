"""Planets around a star, each a list of seven floats: list items read and written in nested loops."""
from math import sqrt

SIZE, QUICK = 50000, 200

X, Y, Z, VX, VY, VZ, MASS = range(7)


def make_system():
    bodies = [
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 39.4],
        [4.8, -1.1, -0.1, 0.6, 2.8, -0.02, 0.037],
        [8.3, 4.1, -0.4, -1.0, 1.8, 0.008, 0.011],
        [12.8, -15.1, -0.2, 1.0, 0.8, -0.01, 0.0017],
        [15.3, -25.9, 0.17, 0.9, 0.5, -0.03, 0.002],
    ]
    star = bodies[0]
    for planet in bodies[1:]:  # the star moves so that the whole has no momentum
        for axis in (VX, VY, VZ):
            star[axis] -= planet[axis] * planet[MASS] / star[MASS]
    return bodies


def advance(bodies, dt, steps):
    count = len(bodies)
    for _ in range(steps):
        for i in range(count):
            a = bodies[i]
            for j in range(i + 1, count):
                b = bodies[j]
                dx = a[0] - b[0]
                dy = a[1] - b[1]
                dz = a[2] - b[2]
                square = dx * dx + dy * dy + dz * dz
                pull = dt / (square * sqrt(square))
                to_a = b[6] * pull
                to_b = a[6] * pull
                a[3] -= dx * to_a
                a[4] -= dy * to_a
                a[5] -= dz * to_a
                b[3] += dx * to_b
                b[4] += dy * to_b
                b[5] += dz * to_b
        for body in bodies:
            body[0] += dt * body[3]
            body[1] += dt * body[4]
            body[2] += dt * body[5]


def energy(bodies):
    total = 0.0
    for i, a in enumerate(bodies):
        total += 0.5 * a[MASS] * (a[VX] * a[VX] + a[VY] * a[VY] + a[VZ] * a[VZ])
        for b in bodies[i + 1:]:
            dx, dy, dz = a[X] - b[X], a[Y] - b[Y], a[Z] - b[Z]
            total -= a[MASS] * b[MASS] / sqrt(dx * dx + dy * dy + dz * dz)
    return total


def run(n):
    bodies = make_system()
    before = energy(bodies)
    advance(bodies, 0.001, n)
    return f"{before:.9f} {energy(bodies):.9f}"


if __name__ == "__main__":
    print(run(SIZE))
