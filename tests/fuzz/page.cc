// Page framing: what a text is made of. The first character, a digit, says which of the first lines
// are no text but what the container states: 1 the title, 2 the address, 4 the date.
#include <algorithm>

#include "corpus/framing/frame.h"
#include "corpus/readers/clean_text.h"
#include "tests/fuzz/properties.h"

using namespace zhengce;
using namespace zhengce::fuzz;

namespace {

std::string take_line(std::string& text) {
  const auto end = std::min(text.find('\n'), text.size());
  std::string line = text.substr(0, end);
  text.erase(0, end + 1);
  return line;
}

bool ends_line(std::u32string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at >= text.size() || text[at] == U'\n';
}

bool begins_line(std::u32string_view text, std::size_t at) {
  while (at > 0 && is_blank(text[at - 1])) --at;
  return at == 0 || text[at - 1] == U'\n';
}

void check_parts(const Article& article, std::u32string_view text) {
  std::uint32_t end = 0;
  for (const Part& part : article.parts) {
    require(!part.span.empty() && part.span.start >= end && part.span.end <= text.size(),
            "parts are in order, inside, and do not overlap", article.text);
    require(begins_line(text, part.span.start) && ends_line(text, part.span.end),
            "parts are whole lines", article.text);
    const auto between = text.substr(end, part.span.start - end);
    require(trim(between).empty(), "no line is left out but blank ones", article.text);
    end = part.span.end;
  }
  require(trim(text.substr(end)).empty(), "no line is left out but blank ones", article.text);
}

void check_sections(const Article& article, std::u32string_view text) {
  require(!article.sections.empty(), "there is a section");
  std::uint32_t n = 0, end = 0;
  for (const Section& section : article.sections) {
    require(section.n == n++, "sections are counted from 0");
    require(section.span.start <= section.span.end && section.span.end <= text.size() &&
                section.span.start >= end,
            "sections are in order, inside, and do not overlap", article.text);
    end = section.span.end;
    if (!section.heading_span.empty()) {
      require(section.span.contains(section.heading_span), "a heading stands in its section");
      const auto heading = slice(text, section.heading_span);
      require(section.heading == encode_utf8(trim(heading)), "a heading is as written",
              section.heading);
    } else {
      require(section.heading.empty(), "a heading stands somewhere", section.heading);
    }
    require(section.contributor_span.end <= text.size(), "a contributor stands in the text");
    if (!section.contributor_span.empty()) {
      require(section.contributor == encode_utf8(slice(text, section.contributor_span)),
              "a contributor is as written", section.contributor);
    }
    for (const auto& code : section.about)
      require(Gazetteer::builtin().find_code(code).has_value(), "a section is about regions", code);
    for (const Span span : indexed_spans(article, section))
      require(span.end <= text.size(), "what is indexed stands in the text");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const int stated = data[0];
  RawDocument raw;
  raw.text = clean_text(as_utf8(view(data + 1, size - 1)));
  raw.source.path = "page.txt";
  if ((stated & 1) != 0) raw.title = take_line(raw.text);
  if ((stated & 2) != 0) raw.source.url = take_line(raw.text);
  if ((stated & 4) != 0) raw.date = Date::parse(take_line(raw.text));
  const RawDocument given = raw;
  const auto article = frame_document(Gazetteer::builtin(), std::move(raw));
  if (!article) {
    require_message(article.error());
    return 0;
  }
  const auto text = decode_utf8(article->text);
  require_clean(article->text);
  require(!article->title.empty(), "an article has a title");
  require(article->title.find('\n') == std::string::npos, "a title is one line", article->title);
  require(article->text.ends_with(given.text), "the text stays as it was, all of it",
          article->text);
  require(article->text.size() <= given.text.size() + given.title.size() + 1,
          "nothing is put before it but the title");
  check_parts(*article, text);
  check_sections(*article, text);
  require(!article->sources.empty() && article->sources.front().path == "page.txt",
          "an article tells where it was found");
  if (given.date) require(article->signed_on == given.date, "what is stated wins");
  require(article->id == article_id(decode_utf8(article->title), text, article->parts),
          "an article's id follows from it");
  return 0;
}
