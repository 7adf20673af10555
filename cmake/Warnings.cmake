# zhengce::warnings carries the compiler's warnings; every library of ours links it privately.
add_library(zhengce_warnings INTERFACE)
add_library(zhengce::warnings ALIAS zhengce_warnings)
target_compile_options(zhengce_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor)
# GCC 12 sees overlapping, endless or outlying copies in std::string's own operator+ (GCC bug 105651): which of
# them, and where, hangs on what it inlines. Clang's build and the sanitizers look for the real ones.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(zhengce_warnings INTERFACE -Wno-restrict -Wno-stringop-overflow -Wno-array-bounds)
endif()
# GCC's sanitizers hide from its own flow analysis what is initialized: std::regex and std::function
# are reported (GCC bug 105562). Builds without sanitizers keep the warning.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_FLAGS MATCHES "-fsanitize=")
  target_compile_options(zhengce_warnings INTERFACE -Wno-maybe-uninitialized)
endif()
if(ZHENGCE_WERROR)
  target_compile_options(zhengce_warnings INTERFACE -Werror)
endif()
