#include "corpus/readers/jsonl.h"

#include <simdjson.h>

#include <algorithm>

#include "corpus/message.h"
#include "corpus/readers/clean_text.h"
#include "corpus/readers/fields.h"

namespace zhengce {
namespace {

constexpr std::size_t kChunk = 1u << 20;

// A line of a file, or an item of an array.
struct Place {
  const std::string& path;
  std::size_t number = 0;
  bool is_item = false;

  Error invalid(const std::string& what) const {
    return {ErrorCode::kInvalidInput,
            message(is_item ? _("{}, item {}: {}") : _("{}, line {}: {}"), path, number, what)};
  }
};

// `json` lies in a buffer that ends in padding: no copy is needed.
Result<RawDocument> document_of(simdjson::dom::parser& parser, std::string_view json,
                                const Place& place, const ReaderOptions& options) {
  simdjson::dom::element root;
  if (const auto failed = parser.parse(json.data(), json.size(), false).get(root);
      failed != simdjson::SUCCESS) {
    return place.invalid(failed == simdjson::UTF8_ERROR ? _("not UTF-8 text")
                                                        : _("not valid JSON"));
  }
  simdjson::dom::object object;
  if (root.get_object().get(object) != simdjson::SUCCESS)
    return place.invalid(_("not a JSON object"));
  simdjson::dom::element text_value;
  if (object.at_key("text").get(text_value) != simdjson::SUCCESS)
    return place.invalid(_("no \"text\""));
  std::string_view text;
  if (text_value.get_string().get(text) != simdjson::SUCCESS)
    return place.invalid(_("\"text\" is no string"));
  if (text.size() > options.max_text_bytes)
    return place.invalid(message(_("text of more than {} MiB"), options.max_text_bytes >> 20));
  RawDocument document;
  document.text = clean_text(text);
  if (document.text.find_first_not_of(" \t\n") == std::string::npos)
    return place.invalid(_("\"text\" is empty"));
  document.source.path = place.path;
  if (const auto read = read_fields(object, document); !read)
    return place.invalid(read.error().message);
  return document;
}

// A Han character takes 3 bytes, escaped 6.
std::size_t longest(const ReaderOptions& options) {
  return 2 * options.max_text_bytes + (1u << 20);
}

std::string_view without_mark(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return text;
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
        max_line_(longest(options)),
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
          Place{path_, number_}.invalid(message(_("line of more than {} MiB"), max_line_ >> 20)));
    }
    if (number_ == 1 && std::string_view(buffer_).starts_with("\xEF\xBB\xBF")) start += 3;
    while (start < end &&
           (buffer_[start] == ' ' || buffer_[start] == '\t' || buffer_[start] == '\r'))
      ++start;
    if (start == end) return true;
    visited_ = true;
    auto document = document_of(parser_, std::string_view(buffer_).substr(start, end - start),
                                {path_, number_}, options_);
    if (document) document->file_bytes = source_.file_bytes();
    return visit_(std::move(document));
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

/// Reads the items of an array, or objects of several lines one after the other, out of a buffer
/// that is refilled and whose end is always padded.
class JsonItems {
 public:
  JsonItems(ByteSource source, const ReaderOptions& options,
            const std::function<bool(Result<RawDocument>)>& visit)
      : source_(std::move(source)),
        options_(options),
        visit_(visit),
        max_item_(longest(options)),
        parser_(max_item_ + simdjson::SIMDJSON_PADDING) {}

  Result<void> run(std::string head) {
    buffer_ = without_mark(head);
    in_array_ = peek() == '[';
    if (in_array_) ++at_;
    while (const char next = peek()) {
      if (next == ']' && in_array_ && depth_ == 0) return {};
      if (!item()) break;
    }
    if (read_) return in_array_ && !stopped_ ? tell(broken(_("cut short"))) : Result<void>();
    return number_ == 0 ? read_ : tell(read_.error());
  }

 private:
  // The next character that is no blank, nor a comma between items; 0 at the end.
  char peek() {
    for (;; ++at_) {
      start_ = at_;
      if (at_ == buffer_.size() && !more()) return 0;
      if (std::string_view(" \t\r\n,").find(buffer_[at_]) == std::string_view::npos)
        return buffer_[at_];
    }
  }

  // Appends to the buffer; false at the end, and on an error, which is then in `read_`.
  bool more() {
    buffer_.erase(0, start_);
    at_ -= start_;
    start_ = 0;
    const auto got = source_.read(buffer_, kChunk);
    if (!got) read_ = got.error();
    return got && *got > 0;
  }

  // Takes the item that begins here; false where nothing more can be read or is wanted.
  bool item() {
    ++number_;
    start_ = at_;
    bool in_string = false;
    for (bool ends = false; !ends; ++at_) {
      if (at_ - start_ > max_item_) {
        stopped_ = true;
        visit_(broken(message(_("more than {} MiB"), max_item_ >> 20)));
        return false;
      }
      if (at_ == buffer_.size() && !more()) break;
      const char c = buffer_[at_];
      if (in_string) {
        if (c == '\\' && (at_ + 1 < buffer_.size() || more())) ++at_;
        in_string = c != '"';
        continue;
      }
      if (depth_ == 0 && at_ > start_ && (c == ',' || c == ']')) break;
      in_string = c == '"';
      depth_ += c == '{' || c == '[' ? 1 : 0;
      if (c == '}' || c == ']') ends = --depth_ == 0;
    }
    if (!read_) return false;
    depth_ = 0;
    buffer_.reserve(buffer_.size() + simdjson::SIMDJSON_PADDING);
    const auto json = std::string_view(buffer_).substr(start_, at_ - start_);
    auto document = document_of(parser_, json, {source_.name(), number_, true}, options_);
    if (document) document->file_bytes = source_.file_bytes();
    start_ = at_;
    stopped_ = !visit_(std::move(document));
    return !stopped_;
  }

  Error broken(const std::string& what) const {
    return Place{source_.name(), number_, true}.invalid(what + _(", what follows is not read"));
  }
  Result<void> tell(Error error) {
    visit_(std::move(error));
    return {};
  }

  ByteSource source_;
  const ReaderOptions& options_;
  const std::function<bool(Result<RawDocument>)>& visit_;
  std::size_t max_item_;
  simdjson::dom::parser parser_;
  std::string buffer_;
  std::size_t start_ = 0;  ///< Of the item in hand: what is before it is done with.
  std::size_t at_ = 0;
  int depth_ = 0;
  std::size_t number_ = 0;
  bool in_array_ = false;
  bool stopped_ = false;
  Result<void> read_;
};

}  // namespace

JsonForm json_form(std::string_view head) {
  head = without_mark(head);
  const auto first = head.find_first_not_of(" \t\r\n");
  if (first == head.npos || (head[first] != '{' && head[first] != '[')) return JsonForm::kNone;
  const bool is_array = head[first] == '[';
  const auto next = head.find_first_not_of(is_array ? " \t\r\n" : " \t\r", first + 1);
  if (is_array) return next != head.npos && head[next] == '{' ? JsonForm::kItems : JsonForm::kNone;
  return next != head.npos && head[next] == '\n' ? JsonForm::kItems : JsonForm::kLines;
}

bool is_json_array(const std::string& text) {
  simdjson::dom::parser parser;
  simdjson::dom::array array;
  return parser.parse(without_mark(text)).get_array().get(array) == simdjson::SUCCESS;
}

Result<void> read_json_items(ByteSource source, std::string head, const ReaderOptions& options,
                             const std::function<bool(Result<RawDocument>)>& visit) {
  return JsonItems(std::move(source), options, visit).run(std::move(head));
}

Result<void> read_json_lines(ByteSource source, std::string head, const ReaderOptions& options,
                             const std::function<bool(Result<RawDocument>)>& visit) {
  return JsonLines(std::move(source), options, visit).run(std::move(head));
}

}  // namespace zhengce
