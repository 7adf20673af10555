#include "app/removing.h"

#include <iostream>

namespace zhengce::app {

void show_removals(const std::vector<Removal>& removals, bool json) {
  for (const Removal& removal : removals) {
    const Source source = removal.sources.empty() ? Source{} : removal.sources.back();
    if (json) {
      Json line = {{"type", "removal"},
                   {"article", removal.article.hex()},
                   {"title", removal.title},
                   {"key", text_or_null(source.key)},
                   {"path", text_or_null(source.path)},
                   {"whole", removal.whole}};
      if (is_invented(removal.title)) line["invented"] = true;
      print_json(line);
      continue;
    }
    std::cout << (removal.whole ? _("removed") : _("found elsewhere too")) << "  "
              << removal.article.hex().substr(0, 12) << "  " << removal.title;
    if (!source.path.empty()) std::cout << "  " << dim(source.path);
    std::cout << "\n";
  }
}

RemovalCounts count_removals(const std::vector<Removal>& removals) {
  RemovalCounts counts;
  for (const Removal& removal : removals) {
    if (removal.whole)
      ++counts.articles;
    else
      counts.places += removal.sources.size();
  }
  return counts;
}

std::string removal_text(const RemovalCounts& counts, bool dry_run) {
  std::string text =
      dry_run ? message(translated("{} article would be removed", "{} articles would be removed",
                                   counts.articles),
                        counts.articles)
              : message(translated("{} article removed", "{} articles removed", counts.articles),
                        counts.articles);
  if (counts.places > 0) {
    text += _(", ") + message(translated("{} place of articles that stay",
                                         "{} places of articles that stay", counts.places),
                              counts.places);
  }
  return text;
}

}  // namespace zhengce::app
