#include "tests/bench/made_corpus.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "corpus/text.h"
#include "indexer/find_files.h"
#include "tests/bench/support.h"

namespace zhengce::bench {
namespace {

namespace fs = std::filesystem;

// How many characters at the start of a line say that a clause begins: 第十二条, 第十二条之一. 0
// for any other line; a line that goes on at once (第十二条规定的) begins none.
std::size_t clause_mark(std::u32string_view line) {
  constexpr std::u32string_view kNumerals = U"〇零一二三四五六七八九十百千0123456789";
  const auto skip_numerals = [&](std::size_t at) {
    while (at < line.size() && kNumerals.find(line[at]) != line.npos) ++at;
    return at;
  };
  if (!line.starts_with(U'第')) return 0;
  std::size_t at = skip_numerals(1);
  if (at == 1 || at == line.size() || line[at] != U'条') return 0;
  ++at;
  if (at < line.size() && line[at] == U'之') at = skip_numerals(at + 1);
  return at == line.size() || is_blank(line[at]) ? at : 0;
}

struct Clause {
  Span span;
  std::size_t mark = 0;  // Characters at its start that number it.
};

std::vector<Clause> cut(std::u32string_view text) {
  std::vector<Clause> clauses(1);
  for (const Span line : split_lines(text)) {
    if (const auto mark = clause_mark(slice(text, line)); mark > 0) {
      clauses.back().span.end = line.start;
      clauses.push_back({{line.start, line.start}, mark});
    }
  }
  clauses.back().span.end = static_cast<std::uint32_t>(text.size());
  std::erase_if(clauses,
                [&](const Clause& clause) { return trim(slice(text, clause.span)).empty(); });
  return clauses;
}

// Files of lines, each of some megabytes.
class Lines {
 public:
  explicit Lines(fs::path folder) : folder_(std::move(folder)) { fs::create_directories(folder_); }
  void write(const std::string& line) {
    constexpr std::size_t kFileBytes = 64u << 20;
    if (!out_.is_open() || bytes_ + line.size() > kFileBytes) {
      close();
      out_.open(folder_ / fmt::format("{:04}.jsonl", files_++), std::ios::binary);
      bytes_ = 0;
    }
    out_ << line << '\n';
    bytes_ += line.size() + 1;
  }
  void close() {
    if (!out_.is_open()) return;
    out_.close();
    if (!out_) give_up(folder_.string() + ": cannot be written");
  }

 private:
  fs::path folder_;
  std::ofstream out_;
  std::size_t bytes_ = 0, files_ = 0;
};

}  // namespace

void each_document(const fs::path& corpus, const std::function<void(RawDocument)>& visit) {
  bool any = false;
  for (const auto& file : find_files({corpus}).files) {
    const auto read = read_documents(file, {}, [&](Result<RawDocument> document) {
      if (document) {
        any = true;
        visit(std::move(*document));
      }
      return true;
    });
    if (!read) give_up(read.error().message);
  }
  if (!any) give_up(corpus.string() + ": no texts");
}

std::u32string han_of(std::u32string_view text) {
  std::u32string han;
  std::copy_if(text.begin(), text.end(), std::back_inserter(han), is_han);
  return han;
}

std::u32string varied(std::u32string_view text, const std::u32string& han, std::mt19937& random) {
  std::u32string out(text);
  std::vector<std::size_t> places;
  bool changed = false;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (!is_han(out[i])) continue;
    places.push_back(i);
    if (random() % 10 != 0) continue;
    out[i] = han[random() % han.size()];
    changed = changed || out[i] != text[i];
  }
  // A text of one character, many times, stays as it is.
  for (int attempt = 0; !changed && !places.empty() && attempt < 100; ++attempt) {
    const std::size_t place = places[random() % places.size()];
    out[place] = han[random() % han.size()];
    changed = out[place] != text[place];
  }
  return out;
}

void write_clauses(const fs::path& corpus, const fs::path& folder, unsigned copies, unsigned seed) {
  std::mt19937 random(seed);
  Lines lines(folder);
  for (unsigned copy = 0; copy < copies; ++copy) {
    std::uint64_t documents = 0;
    each_document(corpus, [&](RawDocument document) {
      const std::string key = fmt::format(
          "{}/{}", document.source.key.empty() ? std::to_string(documents) : document.source.key,
          copy);
      ++documents;
      const std::u32string text = decode_utf8(document.text);
      const std::u32string han = copy == 0 ? std::u32string() : han_of(text);
      std::size_t number = 0;
      for (const Clause& clause : cut(text)) {
        const auto whole = slice(text, clause.span);
        std::string written = encode_utf8(whole.substr(0, clause.mark));
        const auto rest = whole.substr(clause.mark);
        written += encode_utf8(copy == 0 ? std::u32string(rest) : varied(rest, han, random));
        nlohmann::json record = {{"id", fmt::format("{}/{}", key, number++)},
                                 {"title", document.title},
                                 {"text", std::move(written)}};
        const auto add = [&](const char* name, const std::string& value) {
          if (!value.empty()) record[name] = value;
        };
        if (document.date) record["date"] = document.date->iso();
        if (document.published) record["published"] = document.published->iso();
        add("issuer", document.issuer);
        add("category", document.category);
        add("source", document.source.name);
        lines.write(record.dump());
      }
    });
  }
  lines.close();
}

}  // namespace zhengce::bench
