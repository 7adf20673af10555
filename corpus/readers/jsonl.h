#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "corpus/readers/byte_source.h"
#include "corpus/readers/reader.h"

namespace zhengce {

/// How a text that begins so is taken.
enum class JsonForm {
  kNone,   ///< Not as JSON.
  kLines,  ///< JSONL: an object a line.
  kItems,  ///< An array of objects, or objects of several lines.
};
JsonForm json_form(std::string_view head);
/// True for a whole JSON array, of whatever.
bool is_json_array(const std::string& text);

/// Reads JSONL, of which `head` was read from `source` already, as read_documents() says: each line
/// is visited, as a document or as the reason it is none. An error midway is the last visit; one
/// before anything was visited is returned.
Result<void> read_json_lines(ByteSource source, std::string head, const ReaderOptions& options,
                             const std::function<bool(Result<RawDocument>)>& visit);

/// The same for kItems: each object is visited, one after the other; memory is bounded by the
/// longest.
Result<void> read_json_items(ByteSource source, std::string head, const ReaderOptions& options,
                             const std::function<bool(Result<RawDocument>)>& visit);

}  // namespace zhengce
