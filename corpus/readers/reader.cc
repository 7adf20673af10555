#include "corpus/readers/reader.h"

#include <simdjson.h>

#include <cstring>

#include "corpus/readers/byte_source.h"
#include "corpus/readers/charset.h"
#include "corpus/readers/clean_text.h"
#include "corpus/readers/html.h"

namespace zhengce {
namespace {

constexpr std::size_t kChunk = 1u << 20;

Error invalid(const std::string& where, const std::string& what) {
  return {ErrorCode::kInvalidInput, where + ": " + what};
}

/// The text of a member, also of a number; empty when it is absent, null or of another type.
std::string member(const simdjson::dom::object& object, const char* name) {
  simdjson::dom::element value;
  if (object.at_key(name).get(value) != simdjson::SUCCESS) return {};
  std::string_view text;
  if (value.get_string().get(text) == simdjson::SUCCESS) return clean_text(text);
  if (value.is_number()) return simdjson::minify(value);
  return {};
}

/// One value on one line, as names and numbers are.
std::string field(const simdjson::dom::object& object, const char* name) {
  std::string value = member(object, name);
  for (char& c : value) {
    if (c == '\n' || c == '\t') c = ' ';
  }
  const auto first = value.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return value.substr(first, value.find_last_not_of(' ') - first + 1);
}

Result<RawDocument> document_of_line(simdjson::dom::parser& parser, const char* line,
                                     std::size_t size, const std::string& path, std::size_t number,
                                     const ReaderOptions& options) {
  const std::string where = path + ", line " + std::to_string(number);
  simdjson::dom::element root;
  // The bytes after the line belong to the same buffer, which ends in padding: no copy is needed.
  if (const auto failed = parser.parse(line, size, false).get(root); failed != simdjson::SUCCESS) {
    return invalid(where, failed == simdjson::UTF8_ERROR ? "not UTF-8 text" : "not valid JSON");
  }
  simdjson::dom::object object;
  if (root.get_object().get(object) != simdjson::SUCCESS)
    return invalid(where, "not a JSON object");
  simdjson::dom::element text_value;
  if (object.at_key("text").get(text_value) != simdjson::SUCCESS)
    return invalid(where, "no \"text\"");
  std::string_view text;
  if (text_value.get_string().get(text) != simdjson::SUCCESS)
    return invalid(where, "\"text\" is no string");
  if (text.size() > options.max_text_bytes) {
    return invalid(where,
                   "text of more than " + std::to_string(options.max_text_bytes >> 20) + " MiB");
  }
  RawDocument document;
  document.text = clean_text(text);
  if (document.text.find_first_not_of(" \t\n") == std::string::npos)
    return invalid(where, "\"text\" is empty");
  document.source.path = path;
  document.source.key = field(object, "id");
  document.source.url = field(object, "url");
  document.source.name = field(object, "source");
  document.title = field(object, "title");
  document.issuer = field(object, "issuer");
  document.number = field(object, "number");
  document.category = field(object, "category");
  document.date = Date::parse(field(object, "date"));
  return document;
}

/// Reads lines out of a buffer that is refilled and whose end is always padded.
class JsonLines {
 public:
  JsonLines(ByteSource source, std::string path, const ReaderOptions& options,
            const std::function<bool(Result<RawDocument>)>& visit)
      : source_(std::move(source)),
        path_(std::move(path)),
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
      const void* found = from < buffer_.size()
                              ? std::memchr(buffer_.data() + from, '\n', buffer_.size() - from)
                              : nullptr;
      if (found == nullptr && !last) break;
      const std::size_t end =
          found == nullptr
              ? buffer_.size()
              : static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data());
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
      return visit_(invalid(path_ + ", line " + std::to_string(number_),
                            "line of more than " + std::to_string(max_line_ >> 20) + " MiB"));
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

bool starts_json(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '{';
}

Result<RawDocument> text_or_page(ByteSource source, std::string bytes, const std::string& path,
                                 const ReaderOptions& options) {
  // UTF-16 and the tags of a page take more room than the text.
  const std::uint64_t most = 2 * options.max_text_bytes;
  const auto too_large = [&] {
    return invalid(path, "text of more than " + std::to_string(options.max_text_bytes >> 20) +
                             " MiB, not read");
  };
  for (;;) {
    if (bytes.size() > most) return too_large();
    const auto got = source.read(bytes, kChunk);
    if (!got) return got.error();
    if (*got == 0) break;
  }
  auto decoded = decode_text(bytes);
  if (!decoded) {
    if (looks_binary(bytes)) return invalid(path, "binary file, not text");
    std::size_t broken = 0;
    decode_utf8(bytes, &broken);
    return invalid(path, "no Chinese text in UTF-8, GB18030, Big5 or UTF-16 (" +
                             std::to_string(broken) + " characters are no UTF-8)");
  }
  if (starts_json(decoded->text)) {
    return invalid(path, "JSON Lines in " + std::string(decoded->charset) + "; must be UTF-8");
  }
  RawDocument document;
  if (looks_like_html(decoded->text)) {
    auto page = read_html(decoded->text);
    if (!page) return invalid(path, page.error().message);
    document = std::move(*page);
  } else {
    document.text = clean_text(decoded->text);
  }
  document.source.path = path;
  if (document.text.size() > options.max_text_bytes) return too_large();
  if (document.text.find_first_not_of(" \t\n") == std::string::npos)
    return invalid(path, "nothing but blanks in the file");
  document.replaced = replacement_characters(document.text);
  if (const auto all = decode_utf8(document.text).size(); document.replaced * 50 > all) {
    return invalid(path, "damaged text: " + std::to_string(document.replaced) + " of " +
                             std::to_string(all) + " characters cannot be read, taken for " +
                             std::string(decoded->charset));
  }
  return document;
}

}  // namespace

Result<void> read_documents(const std::filesystem::path& path, const ReaderOptions& options,
                            const std::function<bool(Result<RawDocument>)>& visit) {
  auto source = ByteSource::open(path, options.max_file_bytes);
  if (!source) return source.error();
  const std::string name = path.string();
  std::string head;
  while (head.size() < 4096) {
    const auto got = source->read(head, kChunk);
    if (!got) return got.error();
    if (*got == 0) break;
  }
  if (head.empty()) return invalid(name, "empty file");
  std::string_view view = head;
  if (view.starts_with("\xEF\xBB\xBF")) view.remove_prefix(3);
  if (starts_json(view) && !looks_binary(view))
    return JsonLines(std::move(*source), name, options, visit).run(std::move(head));
  // A large binary file shows at once.
  if (looks_binary(view) && !decode_text(head)) return invalid(name, "binary file, not text");
  auto document = text_or_page(std::move(*source), std::move(head), name, options);
  if (!document) return document.error();
  visit(std::move(document));
  return {};
}

}  // namespace zhengce
