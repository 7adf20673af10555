# zhengce::warnings carries the compiler's warnings; every library of ours links it privately.
add_library(zhengce_warnings INTERFACE)
add_library(zhengce::warnings ALIAS zhengce_warnings)
target_compile_options(zhengce_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor)
if(ZHENGCE_WERROR)
  target_compile_options(zhengce_warnings INTERFACE -Werror)
endif()
