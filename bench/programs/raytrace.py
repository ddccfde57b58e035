"""Spheres over a chequered floor: vector objects with operators, virtual calls, recursion, short-lived floats."""
from math import sqrt, inf

SIZE, QUICK = 190, 8


class Vector:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def unit(self):
        return self * (1.0 / sqrt(self.dot(self)))


class Ray:
    def __init__(self, origin, direction):
        self.origin = origin
        self.direction = direction.unit()

    def at(self, distance):
        return self.origin + self.direction * distance


class Sphere:
    def __init__(self, centre, radius, colour, mirror):
        self.centre = centre
        self.radius = radius
        self.colour = colour
        self.mirror = mirror

    def hit(self, ray):
        to_centre = self.centre - ray.origin
        along = to_centre.dot(ray.direction)
        square = self.radius * self.radius - (to_centre.dot(to_centre) - along * along)
        if square < 0.0:
            return inf
        distance = along - sqrt(square)
        return distance if distance > 1e-6 else inf

    def normal(self, point):
        return (point - self.centre).unit()

    def colour_at(self, point):
        return self.colour


class Floor:
    mirror = 0.1
    up = Vector(0.0, 1.0, 0.0)

    def hit(self, ray):
        if ray.direction.y > -1e-6:
            return inf
        return -ray.origin.y / ray.direction.y

    def normal(self, point):
        return self.up

    def colour_at(self, point):
        return Vector(1.0, 1.0, 1.0) if (int(point.x // 1) + int(point.z // 1)) % 2 else Vector(0.1, 0.1, 0.1)


class Scene:
    def __init__(self):
        self.things = [
            Floor(),
            Sphere(Vector(0.0, 1.0, 5.0), 1.0, Vector(0.9, 0.2, 0.2), 0.4),
            Sphere(Vector(-2.0, 0.7, 4.0), 0.7, Vector(0.2, 0.9, 0.3), 0.2),
            Sphere(Vector(1.8, 0.5, 3.5), 0.5, Vector(0.3, 0.3, 1.0), 0.6),
        ]
        self.light = Vector(-5.0, 8.0, -3.0)
        self.sky = Vector(0.4, 0.6, 0.9)

    def nearest(self, ray):
        best, best_distance = None, inf
        for thing in self.things:
            distance = thing.hit(ray)
            if distance < best_distance:
                best, best_distance = thing, distance
        return best, best_distance

    def trace(self, ray, depth):
        thing, distance = self.nearest(ray)
        if thing is None:
            return self.sky
        point = ray.at(distance)
        normal = thing.normal(point)
        to_light = Ray(point + normal * 1e-4, self.light - point)
        blocker, _ = self.nearest(to_light)
        brightness = 0.15
        if blocker is None:
            brightness += 0.85 * max(0.0, normal.dot(to_light.direction))
        colour = thing.colour_at(point) * brightness
        if depth and thing.mirror:
            bounce = ray.direction - normal * (2.0 * ray.direction.dot(normal))
            seen = self.trace(Ray(point + normal * 1e-4, bounce), depth - 1)
            colour = colour * (1.0 - thing.mirror) + seen * thing.mirror
        return colour


def run(n):
    scene = Scene()
    eye = Vector(0.0, 1.5, -3.0)
    total = Vector(0.0, 0.0, 0.0)
    for row in range(n):
        for column in range(n):
            direction = Vector((column - n / 2) / n, (n / 2 - row) / n, 1.0)
            total = total + scene.trace(Ray(eye, direction), 2)
    return f"{total.x:.6f} {total.y:.6f} {total.z:.6f}"


if __name__ == "__main__":
    print(run(SIZE))
