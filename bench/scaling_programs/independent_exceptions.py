"""Exceptions raised and caught in each thread."""
KIND = "independent"
SIZE, QUICK = 600000, 300


class Refused(Exception):
    pass


def attempt(value):
    if value % 3 == 0:
        raise Refused(value)
    if value % 3 == 1:
        return {}[value]
    return value


def setup(threads):
    return None


def work(shared, i, n):
    refused = missing = fine = 0
    for k in range(n):
        try:
            fine += attempt(k)
        except Refused as error:
            refused += error.args[0] & 1
        except KeyError:
            missing += 1
        finally:
            fine += 1
    return refused, missing, fine


def check(shared, results, n):
    assert all(result == results[0] for result in results)
    return results[0]
