#pragma once

#include <functional>
#include <string>

#include "corpus/readers/byte_source.h"
#include "corpus/readers/reader.h"

namespace zhengce {

/// Reads JSONL, of which `head` was read from `source` already, as read_documents() says: each line
/// is visited, as a document or as the reason it is none. An error midway is the last visit; one
/// before anything was visited is returned.
Result<void> read_json_lines(ByteSource source, std::string head, const ReaderOptions& options,
                             const std::function<bool(Result<RawDocument>)>& visit);

}  // namespace zhengce
