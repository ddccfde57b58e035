# eider_library(NAME [DEPENDS layer...] [LINKS target...]): the library of src/NAME, from all its sources.
#
# Compile options common to the house: no exceptions and no RTTI (errors are values), frame pointers kept (native profilers
# see through), thread-safety analysis as errors.
find_program(EIDER_CCACHE ccache)
if(EIDER_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${EIDER_CCACHE})
endif()

add_library(eider_options INTERFACE)
target_compile_options(eider_options INTERFACE
  -fno-exceptions -fno-rtti -fno-omit-frame-pointer -mno-omit-leaf-frame-pointer -fno-strict-aliasing
  -Wall -Wextra -Wno-unused-parameter -Wno-missing-field-initializers -Wno-invalid-offsetof -Wthread-safety -Werror=thread-safety -Werror=return-type
  -fvisibility=hidden -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
target_include_directories(eider_options INTERFACE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/include)
target_link_options(eider_options INTERFACE -fuse-ld=lld-19)
if(EIDER_ASSERTIONS)
  target_compile_definitions(eider_options INTERFACE EIDER_ASSERTIONS=1)
endif()
if(EIDER_SANITIZER)
  target_compile_options(eider_options INTERFACE -fsanitize=${EIDER_SANITIZER} -fno-sanitize-recover=all)
  target_link_options(eider_options INTERFACE -fsanitize=${EIDER_SANITIZER})
  if(EIDER_SANITIZER MATCHES "address")
    target_compile_definitions(eider_options INTERFACE EIDER_ASAN=1)
    # Conservative scanning reads stacks word by word; a fake stack would hide locals from it.
    target_compile_options(eider_options INTERFACE -fsanitize-address-use-after-return=never -fno-sanitize=alignment,vptr,function)
  endif()
  if(EIDER_SANITIZER MATCHES "thread")
    target_compile_definitions(eider_options INTERFACE EIDER_TSAN=1)
  endif()
endif()

function(eider_library name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LINKS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.h)
  if(sources)
    add_library(eider_${name} STATIC ${sources} ${headers})
    set(scope PUBLIC)
  else()
    add_library(eider_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  list(TRANSFORM ARG_DEPENDS PREPEND eider_ OUTPUT_VARIABLE layers)
  target_link_libraries(eider_${name} ${scope} eider_options ${layers} ${ARG_LINKS})
endfunction()
