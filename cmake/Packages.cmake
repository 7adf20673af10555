# The system's libraries, each wrapped once as a target.
find_package(Threads REQUIRED)
find_package(ICU 72 REQUIRED COMPONENTS uc i18n)
find_package(RocksDB 7 REQUIRED CONFIG)
find_package(Boost 1.81 REQUIRED COMPONENTS program_options)
find_package(simdjson 3 REQUIRED CONFIG)
find_package(ZLIB REQUIRED)
find_package(fmt REQUIRED CONFIG)
find_package(nlohmann_json 3 REQUIRED CONFIG)
find_package(Intl REQUIRED)

# Xapian's config only sets variables.
find_package(Xapian REQUIRED CONFIG)
add_library(zhengce_xapian INTERFACE)
target_include_directories(zhengce_xapian SYSTEM INTERFACE ${XAPIAN_INCLUDE_DIR})
target_link_libraries(zhengce_xapian INTERFACE ${XAPIAN_LIBRARIES})
add_library(zhengce::xapian ALIAS zhengce_xapian)

find_path(XXHASH_INCLUDE_DIR xxhash.h REQUIRED)
find_library(XXHASH_LIBRARY xxhash REQUIRED)
add_library(zhengce_xxhash INTERFACE)
target_include_directories(zhengce_xxhash SYSTEM INTERFACE ${XXHASH_INCLUDE_DIR})
target_link_libraries(zhengce_xxhash INTERFACE ${XXHASH_LIBRARY})
add_library(zhengce::xxhash ALIAS zhengce_xxhash)
