# Installation and the package files for find_package(eider).
#
#   cmake --install build/release --prefix PREFIX
#   find_package(eider CONFIG REQUIRED)
#   target_link_libraries(app PRIVATE eider::eider)
include(CMakePackageConfigHelpers)
set(EIDER_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/eider)

install(TARGETS eider RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS eider_shared EXPORT eiderTargets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${CMAKE_CURRENT_LIST_DIR}/../include/eider DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.hpp")
install(EXPORT eiderTargets NAMESPACE eider:: DESTINATION ${EIDER_PACKAGE_DIR})

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/eiderConfig.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/eiderConfig.cmake
                              INSTALL_DESTINATION ${EIDER_PACKAGE_DIR})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/eiderConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/eiderConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/eiderConfigVersion.cmake
        DESTINATION ${EIDER_PACKAGE_DIR})

# pkg-config finds its prefix from its own place, so the installed tree can be moved.
file(RELATIVE_PATH EIDER_PREFIX_FROM_PC /x/${CMAKE_INSTALL_LIBDIR}/pkgconfig /x)
configure_file(${CMAKE_CURRENT_LIST_DIR}/eider.pc.in ${CMAKE_CURRENT_BINARY_DIR}/eider.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/eider.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
