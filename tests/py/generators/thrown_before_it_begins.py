# An error thrown into a generator that has not begun comes from the line of its def, whatever its code begins with.
def plain(n):

    yield n


def with_cell(n):

    yield lambda: n


def outer(m):

    def with_free(n):

        yield lambda: n + m
    return with_free


for make in (plain, with_cell, outer(1)):
    try:
        make(1).throw(ValueError(2))
    except ValueError as e:
        inner = e.__traceback__.tb_next
        print(inner.tb_frame.f_code.co_name, inner.tb_lineno)
    print(make(1).gi_frame.f_lineno)
