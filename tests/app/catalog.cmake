# Every message of the sources stands in the Chinese catalog, translated.
# Call: cmake -DROOT=... -DWORK=... -P catalog.cmake
file(GLOB_RECURSE sources RELATIVE ${ROOT} ${ROOT}/app/*.cc ${ROOT}/app/*.h ${ROOT}/corpus/*.cc ${ROOT}/graph/*.cc
                                           ${ROOT}/indexer/*.cc ${ROOT}/search/*.cc)
list(SORT sources)
string(REPLACE ";" "\n" list "${sources}")
file(MAKE_DIRECTORY ${WORK})
file(WRITE ${WORK}/sources "${list}\n")
execute_process(COMMAND xgettext --from-code=UTF-8 --language=C++ --keyword=_ --keyword=N_ --keyword=translated:1,2
                        -f ${WORK}/sources -o ${WORK}/zhengce.pot
                WORKING_DIRECTORY ${ROOT} COMMAND_ERROR_IS_FATAL ANY)
# msgcmp names each message that is missing, untranslated or marked as doubtful.
execute_process(COMMAND msgcmp app/language/zh_CN.po ${WORK}/zhengce.pot WORKING_DIRECTORY ${ROOT}
                RESULT_VARIABLE result ERROR_VARIABLE faults)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "app/language/zh_CN.po lacks messages; run ./dev messages and translate:\n${faults}")
endif()
