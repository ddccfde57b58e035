#!/usr/bin/python3.11
"""Runs a program for which the system has no memfd_create: without_memfd.py PROGRAM [ARGUMENT...]

A seccomp filter refuses the call with EPERM, as containers and hardened services do; everything else is allowed. It stays for the
program and its children. x86-64 only, as compiled code is.
"""
import ctypes
import os
import struct
import sys

PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, MODE_FILTER = 22, 38, 2
AUDIT_ARCH_X86_64, MEMFD_CREATE, EPERM = 0xC000003E, 319, 1
LOAD_WORD, JUMP_IF_EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW, FAIL_WITH = 0x7FFF0000, 0x00050000
FILTER = (  # code, offset when true, offset when false, operand; struct seccomp_data: the call's number at 0, the architecture at 4
    (LOAD_WORD, 0, 0, 4),
    (JUMP_IF_EQUAL, 0, 3, AUDIT_ARCH_X86_64),
    (LOAD_WORD, 0, 0, 0),
    (JUMP_IF_EQUAL, 0, 1, MEMFD_CREATE),
    (RETURN, 0, 0, FAIL_WITH | EPERM),
    (RETURN, 0, 0, ALLOW),
)


def main():
    code = ctypes.create_string_buffer(b"".join(struct.pack("<HBBI", *row) for row in FILTER))
    program = ctypes.create_string_buffer(struct.pack("<HxxxxxxQ", len(FILTER), ctypes.addressof(code)))
    libc = ctypes.CDLL(None, use_errno=True)
    for arguments in ((PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), (PR_SET_SECCOMP, MODE_FILTER, program, 0, 0)):
        if libc.prctl(*arguments) != 0:
            sys.exit("without_memfd.py: prctl: " + os.strerror(ctypes.get_errno()))
    try:
        os.memfd_create("none")
    except PermissionError:
        os.execvp(sys.argv[1], sys.argv[1:])
    sys.exit("without_memfd.py: memfd_create is still there")


main()
