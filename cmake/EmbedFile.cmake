# embed_file(TARGET FILE SYMBOL): puts the bytes of FILE into TARGET, to be declared in C++ as
#   extern "C" const char SYMBOL[];  extern "C" const char SYMBOL_end[];
function(embed_file target file symbol)
  get_filename_component(path ${file} ABSOLUTE)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.S)
  file(CONFIGURE OUTPUT ${source} CONTENT
".section .rodata
.global ${symbol}
.global ${symbol}_end
.balign 16
${symbol}:
.incbin \"${path}\"
${symbol}_end:
.byte 0
.section .note.GNU-stack,\"\",%progbits
" @ONLY)
  set_property(SOURCE ${source} APPEND PROPERTY OBJECT_DEPENDS ${path})
  target_sources(${target} PRIVATE ${source})
endfunction()
