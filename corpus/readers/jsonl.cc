#include "corpus/readers/jsonl.h"

#include <simdjson.h>

#include <algorithm>

#include "corpus/message.h"
#include "corpus/readers/clean_text.h"
#include "corpus/readers/fields.h"

namespace zhengce {
namespace {

constexpr std::size_t kChunk = 1u << 20;

Error invalid(const std::string& path, std::size_t line, const std::string& what) {
  return {ErrorCode::kInvalidInput, message(_("{}, line {}: {}"), path, line, what)};
}

Result<RawDocument> document_of_line(simdjson::dom::parser& parser, const char* line,
                                     std::size_t size, const std::string& path, std::size_t number,
                                     const ReaderOptions& options) {
  simdjson::dom::element root;
  // The bytes after the line belong to the same buffer, which ends in padding: no copy is needed.
  if (const auto failed = parser.parse(line, size, false).get(root); failed != simdjson::SUCCESS) {
    return invalid(path, number,
                   failed == simdjson::UTF8_ERROR ? _("not UTF-8 text") : _("not valid JSON"));
  }
  simdjson::dom::object object;
  if (root.get_object().get(object) != simdjson::SUCCESS)
    return invalid(path, number, _("not a JSON object"));
  simdjson::dom::element text_value;
  if (object.at_key("text").get(text_value) != simdjson::SUCCESS)
    return invalid(path, number, _("no \"text\""));
  std::string_view text;
  if (text_value.get_string().get(text) != simdjson::SUCCESS)
    return invalid(path, number, _("\"text\" is no string"));
  if (text.size() > options.max_text_bytes) {
    return invalid(path, number,
                   message(_("text of more than {} MiB"), options.max_text_bytes >> 20));
  }
  RawDocument document;
  document.text = clean_text(text);
  if (document.text.find_first_not_of(" \t\n") == std::string::npos)
    return invalid(path, number, _("\"text\" is empty"));
  document.source.path = path;
  read_fields(object, document);
  return document;
}

/// Reads lines out of a buffer that is refilled and whose end is always padded.
class JsonLines {
 public:
  JsonLines(ByteSource source, const ReaderOptions& options,
            const std::function<bool(Result<RawDocument>)>& visit)
      : source_(std::move(source)),
        path_(source_.name()),
        options_(options),
        visit_(visit),
        // A Han character takes 3 bytes, escaped 6.
        max_line_(2 * options.max_text_bytes + (1u << 20)),
        parser_(max_line_ + simdjson::SIMDJSON_PADDING) {}

  Result<void> run(std::string buffer) {
    buffer_ = std::move(buffer);
    // Lines that are here already count even if what follows is damaged.
    if (!lines(0, false)) return {};
    for (bool more = true; more;) {
      const std::size_t before = buffer_.size();
      auto got = source_.read(buffer_, kChunk);
      if (!got) return fail(std::move(got.error()));
      more = *got > 0;
      if (!lines(before, !more)) return {};
    }
    return {};
  }

 private:
  // Once something was visited, an error is the last visit.
  Result<void> fail(Error error) {
    if (!visited_) return error;
    visit_(std::move(error));
    return {};
  }

  // Takes the whole lines out of the buffer, `searched` bytes of which are known to hold no line
  // end. False to stop.
  bool lines(std::size_t searched, bool last) {
    buffer_.reserve(buffer_.size() + simdjson::SIMDJSON_PADDING);
    std::size_t start = 0;
    while (start < buffer_.size()) {
      const auto from = std::max(start, searched);
      const auto found = buffer_.find('\n', from);
      if (found == buffer_.npos && !last) break;
      const std::size_t end = std::min(found, buffer_.size());
      ++number_;
      if (!line(start, end)) return false;
      start = end + 1;
    }
    buffer_.erase(0, std::min(start, buffer_.size()));
    if (last && overlong_) return ++number_, line(0, 0);
    if (buffer_.size() > max_line_) {
      overlong_ = true;
      buffer_.clear();
    }
    return true;
  }

  bool line(std::size_t start, std::size_t end) {
    if (overlong_ || end - start > max_line_) {
      overlong_ = false;
      visited_ = true;
      return visit_(
          invalid(path_, number_, message(_("line of more than {} MiB"), max_line_ >> 20)));
    }
    if (number_ == 1 && std::string_view(buffer_).starts_with("\xEF\xBB\xBF")) start += 3;
    while (start < end &&
           (buffer_[start] == ' ' || buffer_[start] == '\t' || buffer_[start] == '\r'))
      ++start;
    if (start == end) return true;
    visited_ = true;
    return visit_(
        document_of_line(parser_, buffer_.data() + start, end - start, path_, number_, options_));
  }

  ByteSource source_;
  std::string path_;
  const ReaderOptions& options_;
  const std::function<bool(Result<RawDocument>)>& visit_;
  std::size_t max_line_;
  simdjson::dom::parser parser_;
  std::string buffer_;
  std::size_t number_ = 0;
  bool overlong_ = false;
  bool visited_ = false;
};

}  // namespace

Result<void> read_json_lines(ByteSource source, std::string head, const ReaderOptions& options,
                             const std::function<bool(Result<RawDocument>)>& visit) {
  return JsonLines(std::move(source), options, visit).run(std::move(head));
}

}  // namespace zhengce
