#include <algorithm>
#include <iostream>

#include "app/command.h"
#include "app/json_shapes.h"
#include "corpus/analysis/analyzer.h"
#include "graph/data_dir.h"

namespace zhengce::app {
namespace {

// The end mark of a run as something to see.
std::string shown(const std::string& term) {
  std::string out;
  for (const char32_t c : decode_utf8(term)) append_utf8(out, c == kRunEnd ? U'⏎' : c);
  return out;
}

}  // namespace

int run_analyze(const std::vector<std::string>& arguments) {
  CommandLine line("analyze");
  if (const auto code = line.parse(arguments)) return *code;
  const std::string typed = line.joined();
  if (typed.empty()) return usage("analyze", _("analyze: give a text"));
  std::string dictionary;
  // Works without a data directory too: then there is no user dictionary.
  if (const auto dir = DataDir::open(line.data())) {
    auto words = dir->user_dictionary();
    if (!words) return fail(words.error());
    dictionary = std::move(*words);
  }
  Analyzer analyzer(Lexicon::standard(dictionary));
  const auto terms = analyzer.analyze(decode_utf8(typed));
  std::size_t width = 0;
  for (const Term& term : terms) width = std::max(width, columns(shown(term.text)));
  for (const Term& term : terms) {
    if (line.json()) {
      print_json({{"type", "term"},
                  {"term", term.text},
                  {"start", term.span.start},
                  {"end", term.span.end},
                  {"layer", layer_name(term.layer)}});
    } else {
      std::cout << fmt::format("{:>4} {:>4}  {}  {}\n", term.span.start, term.span.end,
                               pad(shown(term.text), width), layer_name(term.layer));
    }
  }
  if (line.json()) print_json({{"type", "summary"}, {"schema", 1}, {"terms", terms.size()}});
  return terms.empty() ? kNothing : kDone;
}

}  // namespace zhengce::app
