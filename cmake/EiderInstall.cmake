# Installation and the package files for find_package(eider).
