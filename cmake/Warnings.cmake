# zhengce::warnings carries the compiler's warnings; every library of ours links it privately.
add_library(zhengce_warnings INTERFACE)
add_library(zhengce::warnings ALIAS zhengce_warnings)
target_compile_options(zhengce_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor)
# GCC 12 sees overlapping copies in std::string's own operator+ (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(zhengce_warnings INTERFACE -Wno-restrict)
endif()
if(ZHENGCE_WERROR)
  target_compile_options(zhengce_warnings INTERFACE -Werror)
endif()
