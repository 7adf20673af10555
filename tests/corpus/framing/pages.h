#pragma once

#include <string>
#include <string_view>

#include "corpus/framing/frame.h"
#include "tests/support/catch.h"

namespace zhengce::test {

inline Result<Article> frame(std::string text, Source source = {}) {
  RawDocument raw;
  raw.text = std::move(text);
  raw.source = std::move(source);
  if (raw.source.path.empty()) raw.source.path = "page.txt";
  return frame_document(Gazetteer::builtin(), std::move(raw));
}

inline Article page(std::string text, Source source = {}) {
  auto article = frame(std::move(text), std::move(source));
  if (!article) FAIL(article.error().message);
  return std::move(*article);
}

/// The text of all parts of one kind, a line end between them.
inline std::string text_of(const Article& article, PartKind kind) {
  const auto text = decode_utf8(article.text);
  std::u32string out;
  for (const Part& part : article.parts) {
    if (part.kind != kind) continue;
    if (!out.empty()) out += U"\n";
    out += slice(text, part.span);
  }
  return encode_utf8(out);
}

inline std::string body(const Article& article) { return text_of(article, PartKind::kBody); }

inline std::string slice_of(const Article& article, Span span) {
  return encode_utf8(slice(decode_utf8(article.text), span));
}

inline std::string iso(const std::optional<Date>& date) { return date ? date->iso() : ""; }

/// Official names of what a section is about.
inline std::string about(const Section& section) {
  std::string out;
  for (const auto& code : section.about) {
    const auto region = Gazetteer::builtin().find_code(code);
    if (!out.empty()) out += " ";
    out += region ? std::string(Gazetteer::builtin().at(*region).name) : code;
  }
  return out;
}

}  // namespace zhengce::test
