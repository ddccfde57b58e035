# Bytecode that another version has kept beside a module is not read: the names of such files tell versions apart.
import importlib.util
import os
import struct
import sys
import tempfile

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "kept.py")
    with open(path, "w") as file:
        file.write("value = 6 * 7\n")
    cached = os.path.join(folder, "__pycache__", "kept.eider-311.pyc")
    os.mkdir(os.path.dirname(cached))
    with open(cached, "wb") as file:
        info = os.stat(path)
        file.write(importlib.util.MAGIC_NUMBER + struct.pack("<III", 0, int(info.st_mtime), info.st_size) + b"\xe3 of an older version")
    spec = importlib.util.spec_from_file_location("kept", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    print(module.value, importlib.util.cache_from_source(path) != cached, sys.implementation.cache_tag in importlib.util.cache_from_source(path))
