#include <algorithm>
#include <iostream>

#include "app/command.h"
#include "app/json_shapes.h"
#include "corpus/file_name.h"
#include "indexer/repair.h"

namespace zhengce::app {
namespace {

void show(const Fault& fault, bool json) {
  if (json && fault.behind > 0) {
    print_json({{"type", "behind"},
                {"part", part_name(fault.part)},
                {"articles", fault.behind},
                {"what", fault.text},
                {"remedy", fault.remedy}});
  } else if (json) {
    print_json({{"type", "fault"},
                {"part", part_name(fault.part)},
                {"fault", fault.text},
                {"remedy", fault.remedy}});
  } else {
    std::cout << said(part_name(fault.part)) << ": " << fault.text << "; " << fault.remedy << "\n";
  }
}

void show_lost(const LostArticle& lost, bool json) {
  const Source source = lost.sources.empty() ? Source{} : lost.sources.back();
  if (json) {
    Json line = {{"type", "salvage"},
                 {"article", lost.article.hex()},
                 {"state", lost.text_file.empty() ? "lost" : "text_only"},
                 {"title", text_or_null(lost.title)},
                 {"key", text_or_null(source.key)},
                 {"url", text_or_null(source.url)},
                 {"path", text_or_null(source.path)},
                 {"text_file", text_or_null(lost.text_file.string())}};
    if (is_invented(lost.title)) line["invented"] = true;
    print_json(line);
  } else if (!lost.text_file.empty()) {
    std::cout << message(_("article {}: only its text could be read, which is kept as {}"),
                         lost.article.hex(), lost.text_file.string())
              << "\n";
  } else {
    std::cout << message(_("article {} is lost: {}"), lost.article.hex(), lost.title);
    for (const Source& one : lost.sources) {
      std::cout << "  "
                << dim(!one.path.empty()  ? shown_name(one.path)
                       : !one.url.empty() ? one.url
                                          : one.key);
    }
    std::cout << "\n";
  }
}

void show_doubtful(const ArticleId& id, bool json) {
  if (json) {
    print_json({{"type", "salvage"},
                {"article", id.hex()},
                {"state", "doubtful"},
                {"title", nullptr},
                {"key", nullptr},
                {"url", nullptr},
                {"path", nullptr},
                {"text_file", nullptr}});
  } else {
    std::cout << message(_("article {} is back, but may have been removed before"), id.hex())
              << "\n";
  }
}

bool is_damage(const Fault& fault) { return fault.behind == 0; }

std::size_t damage_in(const std::vector<Fault>& found) {
  return static_cast<std::size_t>(std::count_if(found.begin(), found.end(), is_damage));
}

int summarize(bool json, const std::vector<Fault>& found, const Repaired* repaired, int code) {
  if (json) {
    std::size_t behind = 0;
    for (const Fault& fault : found) behind += fault.behind;
    Json summary = {
        {"type", "summary"}, {"schema", 1}, {"faults", damage_in(found)}, {"behind", behind}};
    if (repaired != nullptr) {
      summary["left"] = repaired->left.size();
      summary["lost"] = repaired->salvaged ? repaired->salvaged->lost.size() : 0;
      summary["lost_entries"] = repaired->lost_entries;
      summary["aside"] =
          text_or_null(repaired->salvaged ? repaired->salvaged->aside.string() : std::string());
    }
    print_json(summary);
  } else if (damage_in(found) == 0) {
    std::cout << _("no damage found") << "\n";
  }
  return code;
}

int run_repair(const CommandLine& line) {
  // Nothing to repair where nothing is: no directory is made.
  if (const auto faults = find_faults(line.data()); !faults) return fail(faults.error());
  finish_unheard();
  ProgressLine progress(line.quiet());
  IndexerOptions options;
  options.replace_damaged_index = true;
  options.progress = [&](const IndexProgress& at) {
    progress.show(at.phase == "salvage"
                      ? message(_("reading the damaged graph: {} articles"), at.done)
                  : at.phase == "extract"
                      ? message(_("extracting anew: {} of {} articles"), at.done, at.all)
                      : message(_("building the index: {} of {} articles"), at.done, at.all));
  };
  const auto repaired = repair(line.data(), options);
  progress.clear();
  if (!repaired) return fail(repaired.error());
  for (const Fault& fault : repaired->found) show(fault, line.json());
  for (const auto& done : repaired->done) {
    if (line.json())
      print_json({{"type", "repair"}, {"done", done}});
    else
      std::cout << done << "\n";
  }
  if (repaired->salvaged) {
    for (const auto& place : repaired->salvaged->unreadable) {
      if (line.json())
        print_json({{"type", "unreadable"}, {"place", place}});
      else
        std::cout << message(_("could not be read: {}"), place) << "\n";
    }
    for (const auto& lost : repaired->salvaged->lost) show_lost(lost, line.json());
    for (const auto& id : repaired->salvaged->doubtful) show_doubtful(id, line.json());
  }
  tell_losses(repaired->lost_entries);
  for (const Fault& fault : repaired->left) {
    if (!line.json()) std::cout << _("still there:") << " ";
    show(fault, line.json());
  }
  const int code = !repaired->left.empty() ? kFailed : repaired->has_losses() ? kPartly : kDone;
  return summarize(line.json(), repaired->found, &*repaired, code);
}

}  // namespace

int run_check(const std::vector<std::string>& arguments) {
  CommandLine line("check");
  line.flag("repair", _("mend what is found: build anew what is derived, read from a damaged graph "
                        "what can still be read"));
  if (const auto code = line.parse(arguments)) return *code;
  if (line.has("repair")) return run_repair(line);
  std::vector<std::string> notes;
  const auto faults = find_faults(line.data(), &notes);
  if (!faults) {
    // As other commands say where nothing is indexed.
    const auto graph = open_graph(line.data());
    return fail(graph ? faults.error() : graph.error());
  }
  if (!line.quiet()) {
    for (const auto& note : notes) complain(note);
  }
  for (const Fault& fault : *faults) show(fault, line.json());
  const int code = damage_in(*faults) > 0 ? kFailed : faults->empty() ? kDone : kPartly;
  return summarize(line.json(), *faults, nullptr, code);
}

}  // namespace zhengce::app
