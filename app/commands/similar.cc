#include "search/similar.h"

#include <iostream>

#include "app/command.h"
#include "app/json_shapes.h"

namespace zhengce::app {

int run_similar(const std::vector<std::string>& arguments) {
  CommandLine line("similar");
  line.option("text", "TEXT", _("articles like this text, instead of an article"))
      .option("limit", "N", _("articles to show (10)"));
  if (const auto code = line.parse(arguments)) return *code;
  if (line.positional().empty() == !line.has("text")) {
    return usage("similar", _("similar: give either an article or --text"));
  }
  const auto limit = line.number("limit", 10, 1, 1000);
  if (!limit) return fail(limit.error());
  auto searcher = open_searcher(line.data(), line.quiet());
  if (!searcher) return fail(searcher.error());
  std::string text = line.text("text");
  std::optional<ArticleId> article;
  if (!line.has("text")) {
    const auto found = article_argument(searcher->graph(), line.joined());
    if (!found) return fail(found.error());
    article = *found;
    auto stored = searcher->graph().text(*found);
    if (!stored) return fail(stored.error());
    text = stored->value_or("");
  }
  const auto sections = similar_to(*searcher, text, *limit, article);
  if (!sections) return fail(sections.error());
  int rank = 0;
  for (const auto& section : *sections) {
    const auto stored = searcher->graph().article(section.article, false);
    if (!stored) return fail(stored.error());
    std::string heading;
    for (const Section& one : (*stored)->article.sections) {
      if (one.n == section.section) heading = one.heading;
    }
    const std::string& title = (*stored)->article.title;
    const std::string id = section.article.hex();
    if (line.json()) {
      print_json({{"type", "similar"},
                  {"rank", ++rank},
                  {"article", id},
                  {"section", section.section},
                  {"title", title},
                  {"heading", text_or_null(heading)},
                  {"score", section.score}});
    } else {
      std::cout << bold(message("{}. {}", ++rank, heading.empty() ? title : heading))
                << dim(fmt::format("  [{}#{}]", id.substr(0, 8), section.section)) << "\n";
      if (!heading.empty()) std::cout << wrap(dim(title), terminal_width(), 3) << "\n";
    }
  }
  if (line.json()) {
    print_json({{"type", "summary"}, {"schema", 1}, {"total", sections->size()}});
  } else if (sections->empty() && !line.quiet()) {
    complain(_("no other article is like it"));
  }
  return sections->empty() ? kNothing : kDone;
}

}  // namespace zhengce::app
