#include "app/removing.h"

#include <iostream>

#include "corpus/file_name.h"

namespace zhengce::app {

namespace {

Source last_place(const Removal& removal) {
  return removal.sources.empty() ? Source{} : removal.sources.back();
}

std::string removal_line(const Removal& removal, bool planned) {
  std::string line = !removal.whole ? _("found elsewhere too")
                     : planned      ? _("would be removed")
                                    : _("removed");
  line += "  " + removal.article.hex().substr(0, 12) + "  " + removal.title;
  const std::string path = shown_name(last_place(removal).path);
  return path.empty() ? line : line + "  " + dim(path);
}

}  // namespace

void show_removals(const std::vector<Removal>& removals, bool json, bool planned) {
  for (const Removal& removal : removals) {
    if (!json) {
      std::cout << removal_line(removal, planned) << "\n";
      continue;
    }
    const Source source = last_place(removal);
    Json line = {{"type", "removal"},
                 {"article", removal.article.hex()},
                 {"title", removal.title},
                 {"key", text_or_null(source.key)},
                 {"path", text_or_null(source.path)},
                 {"whole", removal.whole}};
    if (is_invented(removal.title)) line["invented"] = true;
    print_json(line);
  }
}

void list_removals(const std::vector<Removal>& removals) {
  for (const Removal& removal : removals) std::cerr << removal_line(removal, true) << "\n";
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
