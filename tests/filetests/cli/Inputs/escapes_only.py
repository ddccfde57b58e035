class Missing:
    def __getattribute__(self, name):
        return 2


def total(n):
    missing, result = Missing(), 0
    for i in range(n):
        result += missing.thing
    return result


print(total(6000))
