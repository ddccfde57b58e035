# A text adventure: rooms, things, a state machine for the player, commands parsed and played from a script.
class Thing:
    def __init__(self, name, weight=1, **traits):
        self.name, self.weight = name, weight
        self.__dict__.update(traits)

    def __getattr__(self, trait):
        if trait.startswith("is_"):
            return False
        raise AttributeError(trait)

    def __repr__(self):
        return self.name


class Room:
    def __init__(self, name, text):
        self.name, self.text = name, text
        self.exits, self.things, self.locked = {}, [], set()
        self.visits = 0

    def connect(self, direction, other, back, locked=False):
        self.exits[direction] = other
        other.exits[back] = self
        if locked:
            self.locked.add(direction)

    def describe(self):
        self.visits += 1
        yield self.name.upper()
        if self.visits == 1:
            yield self.text
        if self.things:
            yield "You see: " + ", ".join(sorted(t.name for t in self.things)) + "."
        yield "Exits: " + ", ".join(d + ("*" if d in self.locked else "") for d in sorted(self.exits)) + "."


class GameOver(Exception):
    pass


class Player:
    capacity = 5

    def __init__(self, room):
        self.room, self.bag, self.score, self.state = room, [], 0, "awake"

    @property
    def load(self):
        return sum(t.weight for t in self.bag)

    def find(self, name, *places):
        for place in places:
            for thing in place:
                if thing.name == name:
                    return thing, place
        raise LookupError(f"There is no {name} here.")


class Game:
    SYNONYMS = {"n": "north", "s": "south", "e": "east", "w": "west", "get": "take", "l": "look", "i": "inventory", "x": "examine", "d": "down"}

    def __init__(self):
        pond, reeds, barn, cellar = (Room("pond", "A quiet pond. A duck looks at you."), Room("reeds", "Reeds rustle all around."), Room("barn", "It smells of hay."), Room("cellar", "Dark and damp."))
        pond.connect("north", reeds, "south")
        pond.connect("east", barn, "west")
        barn.connect("down", cellar, "up", locked=True)
        pond.things += [Thing("bread", food=3, is_food=True), Thing("stone", weight=4)]
        reeds.things.append(Thing("key", is_key=True))
        barn.things += [Thing("lamp", is_light=True, lit=False), Thing("hay", weight=3)]
        cellar.things.append(Thing("egg", is_treasure=True, text="Golden, and warm."))
        self.player = Player(pond)
        self.dark = {cellar}
        self.pond = pond
        self.moves = 0

    def run(self, script):
        yield from self.player.room.describe()
        for line in script:
            yield f"> {line}"
            self.moves += 1
            try:
                yield from self.command(line) or ()
            except (LookupError, ValueError) as error:
                yield str(error.args[0])
            except GameOver as over:
                yield f"{over} Score {self.player.score} in {self.moves} moves."
                return
        yield f"(still playing, score {self.player.score})"

    def command(self, line):
        words = [self.SYNONYMS.get(w, w) for w in line.lower().split() if w not in ("the", "a", "to")]
        match words:
            case []:
                return ["Pardon?"]
            case [("north" | "south" | "east" | "west" | "up" | "down") as direction] | ["go", direction]:
                return self.go(direction)
            case ["look"]:
                return self.look()
            case ["inventory"]:
                return [f"You carry {', '.join(map(str, self.player.bag)) or 'nothing'} ({self.player.load})."]
            case ["take", "all"]:
                return [line for t in list(self.player.room.things) for line in self.take(t.name)]
            case [("take" | "drop" | "eat" | "light" | "examine" | "unlock") as verb, *rest] if rest:
                return getattr(self, verb)(" ".join(rest))
            case ["put", thing, "in", "pond"] if self.player.room is self.pond:
                return self.offer(thing)
            case ["quit"]:
                raise GameOver("You give up.")
            case [verb, *_]:
                raise ValueError(f"I do not know how to {verb}.")

    def can_see(self):
        return self.player.room not in self.dark or any(t.is_light and t.lit for t in self.player.bag)

    def look(self):
        if not self.can_see():
            return ["It is dark here."]
        self.player.room.visits = 0
        return self.player.room.describe()

    def go(self, direction):
        room = self.player.room
        if direction not in room.exits:
            raise LookupError(f"You cannot go {direction}.")
        if direction in room.locked:
            raise LookupError("It is locked.")
        self.player.room = room.exits[direction]
        return self.player.room.describe() if self.can_see() else ["It is dark here."]

    def take(self, name):
        if not self.can_see():
            raise LookupError("You grope about and find nothing.")
        thing, place = self.player.find(name, self.player.room.things)
        if self.player.load + thing.weight > self.player.capacity:
            yield f"The {name} is too heavy."
            return
        place.remove(thing)
        self.player.bag.append(thing)
        self.player.score += 10 if thing.is_treasure else 1
        yield f"Taken: {name}."

    def drop(self, name):
        thing, place = self.player.find(name, self.player.bag)
        place.remove(thing)
        self.player.room.things.append(thing)
        return [f"Dropped: {name}."]

    def eat(self, name):
        thing, place = self.player.find(name, self.player.bag, self.player.room.things)
        if not thing.is_food:
            raise ValueError(f"You cannot eat a {name}.")
        place.remove(thing)
        self.player.score += thing.food
        return ["Tasty."]

    def light(self, name):
        thing, _ = self.player.find(name, self.player.bag)
        if not thing.is_light:
            raise ValueError(f"You cannot light a {name}.")
        thing.lit = not thing.lit
        return [f"The {name} is {'on' if thing.lit else 'off'}."]

    def examine(self, name):
        thing, _ = self.player.find(name, self.player.bag, self.player.room.things)
        return [getattr(thing, "text", f"An ordinary {name}.")]

    def unlock(self, direction):
        if not any(t.is_key for t in self.player.bag):
            raise LookupError("You have no key.")
        self.player.room.locked.discard(direction)
        self.player.score += 5
        return ["Click."]

    def offer(self, name):
        thing, place = self.player.find(name, self.player.bag)
        place.remove(thing)
        if thing.is_treasure:
            self.player.score += 50
            raise GameOver("The duck takes the egg and quacks. You win!")
        return ["The duck ignores it."]


script = ["look", "take stone", "get the bread", "i", "n", "take key", "dance", "", "s", "drop stone", "n", "get key", "s", "go east", "down", "take lamp", "unlock down", "take all", "d", "down", "take egg", "look", "light lamp", "look", "take the egg", "examine egg", "eat egg", "up", "west", "eat hay", "eat stone", "eat bread", "put lamp in pond", "put hat in pond", "put egg in pond", "never reached"]
for line in Game().run(script):
    print(line)
for line in Game().run(["take stone", "quit"]):
    print(line)
lines = list(Game().run(["n", "s"] * 50))
print(len(lines), lines[-1])
