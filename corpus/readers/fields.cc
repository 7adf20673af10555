#include "corpus/readers/fields.h"

#include "corpus/message.h"
#include "corpus/readers/byte_source.h"
#include "corpus/readers/clean_text.h"
#include "corpus/text.h"

namespace zhengce {
namespace {

constexpr std::size_t kMaxSidecarBytes = 1u << 20;
constexpr std::size_t kMostCharacters = 2000;  // Of a field: all of them are kept and shown whole.

/// One value on one line, as names and numbers are.
std::string field(const simdjson::dom::object& object, const char* name) {
  std::string value = json_text(object, name);
  for (char& c : value) {
    if (c == '\n' || c == '\t') c = ' ';
  }
  const auto first = value.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return value.substr(first, value.find_last_not_of(' ') - first + 1);
}

// Where the first kMostCharacters of `value` end, in bytes.
std::size_t end_of_most(std::string_view value) {
  std::size_t end = 0;
  for (std::size_t n = 0; n < kMostCharacters && end < value.size(); ++n)
    next_code_point(value, end);
  return end;
}

// A field that says what the document is: cut, it would be another's.
Result<std::string> whole_field(const simdjson::dom::object& object, const char* name) {
  std::string value = field(object, name);
  if (end_of_most(value) == value.size()) return value;
  return Error{ErrorCode::kInvalidInput,
               message(_("\"{}\" of more than {} characters"), name, kMostCharacters)};
}

// A field that tells of the document. One longer than any is cut, and noted.
std::string short_field(const simdjson::dom::object& object, const char* name,
                        std::vector<std::string>& notes) {
  std::string value = field(object, name);
  const std::size_t end = end_of_most(value);
  if (end < value.size()) {
    notes.push_back(
        message(_("\"{}\": more than {} characters, the rest left out"), name, kMostCharacters));
    value.resize(end);
  }
  return value;
}

// A date as stated. One that is none is noted: the document is worth more than its date.
std::optional<Date> date(const simdjson::dom::object& object, const char* name,
                         std::vector<std::string>& notes) {
  const std::string stated = field(object, name);
  const auto date = stated_date(stated);
  if (!date && !stated.empty()) {
    constexpr std::size_t kShown = 40;
    notes.push_back(message(_("\"{}\": {} is no date, left out"), name,
                            encode_utf8(slice(decode_utf8(stated), {0, kShown}))));
  }
  return date;
}

template <typename T>
void put(T& to, const T& stated) {
  if (stated != T()) to = stated;
}
template <typename T>
void fill(T& to, const T& stated) {
  if (to == T()) to = stated;
}

// Calls `with` for each field a sidecar can state: of `document`, and as stated.
template <typename With>
void each_field(RawDocument& document, const RawDocument& stated, const With& with) {
  with(document.source.key, stated.source.key);
  with(document.source.url, stated.source.url);
  with(document.source.name, stated.source.name);
  with(document.title, stated.title);
  with(document.issuer, stated.issuer);
  with(document.number, stated.number);
  with(document.category, stated.category);
  with(document.date, stated.date);
  with(document.published, stated.published);
  with(document.effective, stated.effective);
  with(document.retrieved, stated.retrieved);
}

}  // namespace

std::optional<Date> stated_date(const std::string& stated) {
  const bool compact =
      stated.size() == 8 && stated.find_first_not_of("0123456789") == std::string::npos;
  return Date::parse(
      compact ? stated.substr(0, 4) + "-" + stated.substr(4, 2) + "-" + stated.substr(6) : stated);
}

std::string json_text(const simdjson::dom::object& object, const char* name) {
  simdjson::dom::element value;
  if (object.at_key(name).get(value) != simdjson::SUCCESS) return {};
  std::string_view text;
  if (value.get_string().get(text) == simdjson::SUCCESS) return clean_text(text);
  if (value.is_number()) return simdjson::minify(value);
  return {};
}

Result<void> read_fields(const simdjson::dom::object& object, RawDocument& document) {
  auto key = whole_field(object, "id");
  if (key && key->empty()) key = whole_field(object, "key");
  if (!key) return key.error();
  auto url = whole_field(object, "url");
  if (!url) return url.error();
  document.source.key = std::move(*key);
  document.source.url = std::move(*url);
  document.source.name = short_field(object, "source", document.notes);
  document.title = short_field(object, "title", document.notes);
  document.issuer = short_field(object, "issuer", document.notes);
  document.number = short_field(object, "number", document.notes);
  document.category = short_field(object, "category", document.notes);
  document.date = date(object, field(object, "date").empty() ? "signed" : "date", document.notes);
  document.published = date(object, "published", document.notes);
  document.effective = date(object, "effective", document.notes);
  document.retrieved = date(object, "retrieved", document.notes);
  return {};
}

Result<Sidecar> Sidecar::parse(const std::string& path, std::string_view json) {
  if (json.starts_with("\xEF\xBB\xBF")) json.remove_prefix(3);
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  simdjson::dom::object object;
  if (json.size() > kMaxSidecarBytes ||
      parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS ||
      root.get_object().get(object) != simdjson::SUCCESS) {
    return Error{ErrorCode::kInvalidInput,
                 message(_("{}: no JSON object, so the file it is about is not read"), path)};
  }
  Sidecar sidecar;
  if (const auto read = read_fields(object, sidecar.stated_); !read) {
    return Error{ErrorCode::kInvalidInput, message(_("{}: {}, so the file it is about is not read"),
                                                   path, read.error().message)};
  }
  return sidecar;
}

Result<Sidecar> Sidecar::beside(const std::filesystem::path& file) {
  auto path = file;
  path += kEnding;
  auto source = ByteSource::open(path, kMaxSidecarBytes);
  if (!source) {
    return source.error().code == ErrorCode::kNotFound ? Result<Sidecar>(Sidecar())
                                                       : source.error();
  }
  std::string json;
  for (;;) {
    const auto got = source->read(json, 64u << 10);
    if (!got) return got.error();
    if (*got == 0) return parse(path.string(), json);
  }
}

void Sidecar::put_into(RawDocument& document) const {
  each_field(document, stated_, [](auto& to, const auto& stated) { put(to, stated); });
  document.notes.insert(document.notes.end(), stated_.notes.begin(), stated_.notes.end());
}

void Sidecar::fill_into(RawDocument& document) const {
  each_field(document, without_names().stated_,
             [](auto& to, const auto& stated) { fill(to, stated); });
  document.notes.insert(document.notes.end(), stated_.notes.begin(), stated_.notes.end());
}

Sidecar Sidecar::over(const Sidecar& weaker) const {
  Sidecar both = *this;
  each_field(both.stated_, weaker.stated_, [](auto& to, const auto& stated) { fill(to, stated); });
  both.stated_.notes.insert(both.stated_.notes.end(), weaker.stated_.notes.begin(),
                            weaker.stated_.notes.end());
  return both;
}

Sidecar Sidecar::without_names() const {
  Sidecar rest = *this;
  rest.stated_.source.key.clear();
  rest.stated_.source.url.clear();
  rest.stated_.title.clear();
  rest.stated_.number.clear();
  return rest;
}

Sidecar Sidecar::without_notes() const {
  Sidecar rest = *this;
  rest.stated_.notes.clear();
  return rest;
}

}  // namespace zhengce
