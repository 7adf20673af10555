#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/result.h"

namespace zhengce {

/// Reads a log of writes of RocksDB record by record, each being one batch, past any damage:
/// RocksDB itself gives up a block of 32 KiB with the first wrong byte in it. Returns the offsets
/// at which damage begins; an end in the middle of a record or in zeros, as a killed process or a
/// power cut leaves it, is none.
///
///   file      block of 32,768 bytes, …
///   block     fragment, …, zeros where fewer than 7 bytes are left
///   fragment  checksum 4 | length 2 | type 1 | payload; numbers little-endian
///   type      1 a whole record; 2, 3, 4 its first, a middle, its last fragment
///   checksum  CRC-32C of type and payload, rotated right by 15 bits, plus 0xA282EAD8
std::vector<std::size_t> read_log_file(std::string_view bytes,
                                       const std::function<void(const std::string&)>& visit);

/// The first damage in the logs of the store in `dir` that whole records follow, as "000012.log:
/// …"; empty where there is none. Errors: kIo.
Result<std::string> hole_in_logs(const std::filesystem::path& dir);

}  // namespace zhengce
