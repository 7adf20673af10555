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

# embed_folder(TARGET FOLDER SYMBOL PATTERNS...): puts the files of FOLDER that match into TARGET, one after
# another in the order of their names, each as: its name, a zero byte, its size in bytes (64 bits), its bytes.
function(embed_folder target folder symbol)
  get_filename_component(folder ${folder} ABSOLUTE)
  list(TRANSFORM ARGN PREPEND ${folder}/)
  file(GLOB paths CONFIGURE_DEPENDS ${ARGN})
  list(SORT paths)
  set(body "")
  set(number 0)
  foreach(path IN LISTS paths)
    get_filename_component(name ${path} NAME)
    math(EXPR number "${number} + 1")
    string(APPEND body ".asciz \"${name}\"\n.quad ${number}1f - ${number}0f\n${number}0:\n.incbin \"${path}\"\n${number}1:\n")
  endforeach()
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.S)
  file(CONFIGURE OUTPUT ${source} CONTENT
".section .rodata
.global ${symbol}
.global ${symbol}_end
${symbol}:
${body}${symbol}_end:
.section .note.GNU-stack,\"\",%progbits
" @ONLY)
  set_property(SOURCE ${source} APPEND PROPERTY OBJECT_DEPENDS "${paths}")
  target_sources(${target} PRIVATE ${source})
endfunction()
