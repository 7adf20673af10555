#include <libintl.h>
#include <locale.h>
#include <signal.h>
#include <unistd.h>

#include <iostream>

#include "app/command.h"

namespace zhengce::app {

const std::vector<Command>& commands() {
  // N_ marks a text for translation without translating it yet.
#define N_(text) text
  static const std::vector<Command> all = {
      {"index", "PATH…", N_("index articles: files and directories of text and JSONL"), run_index},
      {"search", "QUERY", N_("find sections that speak of something"), run_search},
      {"regions", "--running PROGRAM",
       N_("which regions run a program, and which sentence says so"), run_regions},
      {"programs", "--in REGION", N_("which programs a region runs"), run_programs},
      {"entity", "NAME|ID", N_("what is known of a region, program, organization or document"),
       run_entity},
      {"show", "ARTICLE", N_("one article: its header, sections and text"), run_show},
      {"analyze", "TEXT", N_("how a text is cut into terms"), run_analyze},
      {"stats", "", N_("what the data directory holds"), run_stats},
      {"check", "", N_("look for damage in the data directory"), run_check},
      {"rebuild", "", N_("extract everything again and build the index anew"), run_rebuild},
  };
#undef N_
  return all;
}

namespace {

void print_overview(std::ostream& out) {
  out << _("zhengce: knowledge graph and search engine for Chinese policy articles") << "\n\n"
      << _("Usage: zhengce COMMAND [options] ARGUMENTS") << "\n\n";
  for (const Command& command : commands()) {
    out << "  " << pad(command.name, 10) << gettext(command.summary) << "\n";
  }
  out << "\n" << _("zhengce COMMAND --help tells more. Start with: zhengce index PATH…") << "\n";
}

int run(const std::vector<std::string>& words) {
  if (words.empty()) {
    print_overview(std::cerr);
    return kFailed;
  }
  const std::string& first = words.front();
  if (first == "--help" || first == "-h" || first == "help") {
    print_overview(std::cout);
    return kDone;
  }
  if (first == "--version") {
    const auto& gazetteer = Gazetteer::builtin();
    std::cout << message(_("zhengce {} (schema {}, gazetteer {} up to {})"), ZHENGCE_VERSION,
                         kGraphSchema, gazetteer.version(), gazetteer.cut_off())
              << "\n";
    return kDone;
  }
  for (const Command& command : commands()) {
    if (first == command.name) return command.run({words.begin() + 1, words.end()});
  }
  complain(message(_("{}: no such command"), first));
  complain(_("see `zhengce --help`"));
  return kFailed;
}

}  // namespace
}  // namespace zhengce::app

int main(int argc, char** argv) {
  using namespace zhengce::app;
  setlocale(LC_ALL, "");
  setlocale(LC_NUMERIC, "C");
  bindtextdomain("zhengce", ZHENGCE_LOCALE_DIR);
  bind_textdomain_codeset("zhengce", "UTF-8");
  textdomain("zhengce");
  // `zhengce search … | head` is no error: the reader has what it wanted.
  signal(SIGPIPE, [](int) { _exit(0); });
  std::ios::sync_with_stdio(false);
  int code = kFailed;
  try {
    code = run({argv + 1, argv + argc});
    std::cout.flush();
    if (!std::cout) {
      complain(_("standard output: cannot be written"));
      code = kFailed;
    }
  } catch (const std::exception& e) {
    complain(message(_("internal fault: {}"), e.what()));
  }
  return code;
}
