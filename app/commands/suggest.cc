#include <iostream>

#include "app/command.h"
#include "app/json_shapes.h"

namespace zhengce::app {

int run_suggest(const std::vector<std::string>& arguments) {
  CommandLine line("suggest");
  line.option("limit", "N", _("names and words to offer (10)"));
  if (const auto code = line.parse(arguments)) return *code;
  if (line.positional().empty())
    return usage("suggest", _("suggest: give the beginning of a name"));
  const auto limit = line.number("limit", 10, 1, 1000);
  if (!limit) return fail(limit.error());
  auto searcher = open_searcher(line.data(), line.quiet());
  if (!searcher) return fail(searcher.error());
  const auto suggestions = searcher->suggest(line.joined(), *limit);
  if (!suggestions) return fail(suggestions.error());
  std::size_t width = 0;
  for (const Suggestion& one : *suggestions) width = std::max(width, columns(one.text));
  for (const Suggestion& one : *suggestions) {
    const auto kind = suggestion_kind_name(one.kind);
    if (line.json()) {
      print_json({{"type", "suggestion"},
                  {"text", one.text},
                  {"kind", kind},
                  {"id", text_or_null(one.id)},
                  {"sections", one.sections}});
    } else {
      std::cout << pad(one.text, std::min<std::size_t>(width, 50)) << "  "
                << dim(message("{} {}", said(kind), one.sections)) << "\n";
    }
  }
  if (line.json()) {
    print_json({{"type", "summary"}, {"schema", 1}, {"total", suggestions->size()}});
  } else if (suggestions->empty() && !line.quiet()) {
    complain(message(_("nothing begins with {}"), echo(line.joined())));
  }
  return suggestions->empty() ? kNothing : kDone;
}

}  // namespace zhengce::app
