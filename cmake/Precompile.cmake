# precompile(TARGET HEADERS...): with ZHENGCE_PCH, these and the standard headers used everywhere are compiled
# once for TARGET. Every source still includes what it uses: builds without the option hold it to that.
function(precompile target)
  if(ZHENGCE_PCH)
    target_precompile_headers(${target} PRIVATE ${ARGN} <algorithm> <filesystem> <functional> <map> <optional> <string>
                              <string_view> <unordered_map> <variant> <vector>)
  endif()
endfunction()
