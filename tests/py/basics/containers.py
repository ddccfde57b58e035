# list, tuple, dict, set, str: making, reading, changing.
numbers = [3, 1, 2]
numbers.append(4)
numbers[0] = 10
print(numbers, numbers[1], numbers[-1], numbers[1:3], len(numbers), sorted(numbers), sum(numbers), 2 in numbers)
pair = (1, "two")
print(pair, pair[1], pair + (3,))
ages = {"ann": 30, "bob": 25}
ages["cleo"] = 41
ages["ann"] += 1
del ages["bob"]
print(ages, ages["cleo"], "bob" in ages, ages.get("dave", 0), list(ages), list(ages.values()), list(ages.items()))
seen = {1, 2, 2, 3}
seen.add(3)
print(seen, 2 in seen, seen | {9}, seen & {1, 2})
text = "a duck"
print(text, text.upper(), text[2:], text.split(), text + "!", text * 2, "duck" in text, len(text), "-".join(["x", "y"]))
print(f"{text} has {len(text)} letters, {numbers[0]:>5}|{3.14159:.2f}")
matrix = [[1, 2], [3, 4]]
matrix[1][0] = 9
print(matrix, [row[0] for row in matrix], {k: v for k, v in zip("ab", [1, 2])})
