# locals() of a function is one dict for the frame's life: names put into it by hand or by exec stay, variables are brought up to date.
import sys


def f(a):
    first = locals()
    first["made"] = 1
    exec("by_exec = 2")
    b = a + 1
    second = locals()
    print(first is second, {k: v for k, v in second.items() if k not in ("first", "second")})
    del b
    a = 10
    print({k: v for k, v in locals().items() if k not in ("first", "second")}, sys._getframe().f_locals is second)
    try:
        made
    except NameError as error:
        print(error)


f(1)


def outer():
    cell = 1

    def inner():
        before = dict(locals())
        nonlocal cell
        cell += 1
        return before, dict(locals())

    return inner()


print(outer(), outer())


def fail():
    value = "kept"
    1 / 0


try:
    fail()
except ZeroDivisionError as error:
    names = error.__traceback__.tb_next.tb_frame.f_locals
    print(names, error.__traceback__.tb_next.tb_frame.f_locals is names)
