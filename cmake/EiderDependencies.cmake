# The Debian 12 packages Eider is built from; the README gives each one's reason.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(TBB REQUIRED)
find_package(mimalloc REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc)
pkg_check_modules(GMP REQUIRED IMPORTED_TARGET gmp)
