#pragma once

#include <simdjson.h>

#include <optional>
#include <string>

#include "corpus/readers/reader.h"
#include "corpus/result.h"

namespace zhengce {

/// A member of a JSON object that is text or a number; empty if it is absent, null or of another
/// type.
std::string json_text(const simdjson::dom::object& object, const char* name);

/// A date as a field or an option states it: as Date::parse() takes it, or its eight digits
/// (20241203). Nothing for anything else.
std::optional<Date> stated_date(const std::string& stated);

/// Fills in what a JSON object (a line of JSONL, a sidecar) states about a document: `id` or `key`,
/// url, source, title, issuer, number, category, date or `signed`, published, effective, retrieved.
/// Dates that are none are left out, and noted; so is what a text longer than 2,000 characters goes
/// on with. Errors: kInvalidInput for a key or URL longer than that.
Result<void> read_fields(const simdjson::dom::object& object, RawDocument& document);

/// What a sidecar NAME.meta.json says about the documents of NAME.
class Sidecar {
 public:
  static constexpr std::string_view kEnding = ".meta.json";

  /// Reads one. Errors: kInvalidInput (names `path`) for what is no JSON object, and as
  /// read_fields().
  static Result<Sidecar> parse(const std::string& path, std::string_view json);
  /// Reads the one beside `file`; nothing where there is none. Errors: as parse(), kIo.
  static Result<Sidecar> beside(const std::filesystem::path& file);

  /// Puts what it says into the only document of its file: it wins over what the file says.
  void put_into(RawDocument& document) const;
  /// Puts what can be true of many documents (no key, title, URL or number) into one of them that
  /// does not say otherwise.
  void fill_into(RawDocument& document) const;

  /// This one, and what `weaker` says that it does not.
  Sidecar over(const Sidecar& weaker) const;
  /// Without what names one document: key, title, URL, number.
  Sidecar without_names() const;
  /// Without its notes, which put_into() and fill_into() pass on: one document tells them.
  Sidecar without_notes() const;

 private:
  RawDocument stated_;
};

}  // namespace zhengce
