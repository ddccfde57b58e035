# sys.meta_path, sys.path_hooks, sys.path_importer_cache: finders and loaders of the program's own, and what importlib shows of them.
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
import _plain


class Finder:
    asked = []

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        cls.asked.append((name, path))
        if name.partition(".")[0] in ("virt", "virtbad"):
            return importlib.machinery.ModuleSpec(name, cls, is_package=name == "virt")

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        module.x = module.__name__
        if module.__name__ == "virtbad":
            raise ValueError("the body failed")


print(sys.meta_path[-3:])
sys.meta_path.insert(0, Finder)
import virt, virt.sub
print(virt.x, virt.sub.x, virt, virt.__spec__, virt.__path__)
print(Finder.asked)
try:
    import virtbad
except ValueError as error:
    print(error, "virtbad" in sys.modules)
del sys.modules["_plain"]
import _plain as second
print(second.__spec__.name, type(second.__spec__.loader).__name__, Finder.asked[-1][0])
sys.meta_path.remove(Finder)
try:
    import virtual
except ImportError as error:
    print(error)


class Legacy:
    def find_spec(self, name, path, target=None):
        if name == "counted":
            return importlib.util.spec_from_loader(name, self, origin="somewhere")

    def create_module(self, spec):
        module = type(sys)("another name")
        module.made = True
        return module

    def exec_module(self, module):
        sys.modules[module.__name__] = "replaced"


sys.meta_path.append(Legacy())
import counted
print(counted)
sys.meta_path.pop()

# A path hook: entries that start with "memory:" are dictionaries of sources.
SOURCES = {"memory:a": {"from_memory": "value = 1\nwhere = __file__", "pack/__init__": "import pack.inner", "pack/inner": "y = __package__"}}


class MemoryFinder(importlib.abc.PathEntryFinder, importlib.abc.SourceLoader):
    def __init__(self, entry):
        if entry not in SOURCES:
            raise ImportError("not mine", path=entry)
        self.entry = entry

    def find_spec(self, name, target=None):
        key = name.replace(".", "/")
        if key in SOURCES[self.entry]:
            return importlib.util.spec_from_loader(name, self)
        if key + "/__init__" in SOURCES[self.entry]:
            spec = importlib.util.spec_from_loader(name, self, is_package=True)
            spec.submodule_search_locations.append(self.entry)
            return spec

    def get_filename(self, name):
        return self.entry + "/" + name

    def get_data(self, path):
        key = path.partition("/")[2].replace(".", "/")
        found = SOURCES[self.entry]
        return found.get(key, found.get(key + "/__init__", "")).encode()


sys.path_hooks.append(MemoryFinder)
sys.path.append("memory:a")
sys.path_importer_cache.clear()
import from_memory, pack
print(from_memory.value, from_memory.where, pack.inner.y, pack.__path__)
print("memory:a" in sys.path_importer_cache, type(sys.path_importer_cache["memory:a"]).__name__)
sys.path.pop()
sys.path_hooks.pop()
print([type(hook).__name__ for hook in sys.path_hooks])

print(importlib.util.find_spec("_plain").name, importlib.util.find_spec("no_such"), importlib.util.find_spec("_pkg.sub").parent)
for call in (
    lambda: importlib.util.find_spec("no_such.x"),
    lambda: importlib.util.resolve_name("..x", "a"),
    lambda: importlib.import_module(".x"),
    lambda: importlib.import_module("..x", "a"),
    lambda: importlib.import_module("no_such"),
    lambda: importlib.reload(type(sys)("never imported")),
    lambda: importlib.reload(3),
):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
print(importlib.util.resolve_name(".x", "a.b"), importlib.import_module(".first", "_pkg").__name__)

spec = importlib.util.spec_from_file_location("copy_of_plain", _plain.__file__)
module = importlib.util.module_from_spec(spec)
print(module.__spec__ is spec, module.__loader__.name, spec.has_location, spec.submodule_search_locations, "copy_of_plain" in sys.modules)
spec.loader.exec_module(module)
print(module.public, spec == importlib.util.spec_from_file_location("copy_of_plain", _plain.__file__))
print(importlib.machinery.SourceFileLoader("a", "/b").__dict__, importlib.machinery.SOURCE_SUFFIXES)


class Patched(importlib.machinery.SourceFileLoader):
    def get_data(self, path):
        return super().get_data(path).replace(b"public", b"renamed")


module = Patched("patched", _plain.__file__).load_module()
print(module.renamed, hasattr(module, "public"), type(module.__loader__).__name__, type(module.__spec__.loader).__name__)

# Changing importlib's own classes changes what import does.
original = importlib.machinery.SourceFileLoader.get_data
importlib.machinery.SourceFileLoader.get_data = lambda self, path: original(self, path).replace(b"public", b"changed")
del sys.modules["_plain"]
import _plain as changed
print(hasattr(changed, "changed"), hasattr(changed, "public"))
importlib.machinery.SourceFileLoader.get_data = original
del sys.modules["_plain"]
import _plain as back
print(hasattr(back, "changed"), hasattr(back, "public"))
saved = sys.meta_path[:]
sys.meta_path.clear()
try:
    import never_heard_of
except ImportError as error:
    print(error)
sys.meta_path[:] = saved
