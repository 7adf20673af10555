#include <signal.h>
#include <unistd.h>

#include <iostream>

#include "app/command.h"
#include "app/language/language.h"
#include "corpus/index_schema.h"
#include "corpus/readers/reader_process.h"
#include "indexer/extract/extractor.h"

namespace zhengce::app {

const std::vector<Command>& commands() {
  static const std::vector<Command> all = {
      {"demo", "", N_("show what it does, on invented articles"), run_demo},
      {"index", N_("PATH…"), N_("index articles: files, directories and archives of texts"),
       run_index},
      {"sync", N_("DIR…"), N_("index what is new in directories, remove what is gone from them"),
       run_sync},
      {"remove", N_("ARTICLE…"), N_("remove articles, or all that was read at a path or key"),
       run_remove},
      {"search", N_("QUERY"), N_("find sections that speak of something"), run_search},
      {"explain", N_("QUERY"), N_("how a query is read, what it finds and why that comes first"),
       run_explain},
      {"suggest", N_("PREFIX"), N_("names and words that begin so, also by pinyin and initials"),
       run_suggest},
      {"similar", N_("ARTICLE"), N_("articles like this one, or like a text"), run_similar},
      {"regions", N_("--running PROGRAM"),
       N_("which regions run a program, and which sentence says so"), run_regions},
      {"programs", N_("--in REGION | --merge-proposals"), N_("which programs a region runs"),
       run_programs},
      {"orgs", N_("--of REGION"), N_("which organizations a region has, and what they did"),
       run_orgs},
      {"documents", "",
       N_("documents: whose, about what, citing or carrying out another, repealed"), run_documents},
      {"timeline", N_("PROGRAM"), N_("when each region is first said to run a program"),
       run_timeline},
      {"metrics", "", N_("the numbers that articles state"), run_metrics},
      {"why", N_("A B|EDGE"), N_("which sentences tie two things, and which rule read them"),
       run_why},
      {"compare", N_("REGION…"), N_("which of several regions run which programs"), run_compare},
      {"path", N_("A B"), N_("how two things are tied, step by step"), run_path},
      {"neighbors", N_("NAME|ID"), N_("what a thing is tied to, some steps far"), run_neighbors},
      {"export", "", N_("the whole graph with its evidence, for other programs"), run_export},
      {"entity", N_("NAME|ID"), N_("what is known of a region, program, organization or document"),
       run_entity},
      {"show", N_("ARTICLE"), N_("one article: its header, sections and text"), run_show},
      {"analyze", N_("TEXT"), N_("how a text is cut into terms"), run_analyze},
      {"eval", N_("LABELS_DIR"), N_("how right extraction is, by articles labeled by hand"),
       run_eval},
      {"stats", "", N_("what the data directory holds"), run_stats},
      {"check", "", N_("look for damage in the data directory"), run_check},
      {"backup", N_("DIR"), N_("back up the data directory; again, only what changed is copied"),
       run_backup},
      {"restore", N_("DIR"), N_("make a data directory from a backup"), run_restore},
      {"rebuild", "", N_("extract everything again and build the index anew"), run_rebuild},
  };
  return all;
}

namespace {

void print_overview(std::ostream& out) {
  out << _("zhengce: knowledge graph and search engine for Chinese policy articles") << "\n\n"
      << _("Usage: zhengce COMMAND [options] ARGUMENTS") << "\n\n";
  for (const Command& command : commands()) {
    out << "  " << pad(command.name, 10) << translated(command.summary) << "\n";
  }
  out << "\n" << _("zhengce COMMAND --help tells more. Start with: zhengce index PATH…") << "\n";
}

// Sets the language of all that follows and takes `--lang` from the words, wherever it stands: help
// and mistakes are told in it too.
Result<void> choose_language(std::vector<std::string>& words) {
  speak(language_of_environment());
  for (auto word = words.begin(); word != words.end() && *word != "--";) {
    const bool joined = word->starts_with("--lang=");
    if (!joined && *word != "--lang") {
      ++word;
      continue;
    }
    const auto end = joined ? word + 1 : std::min(word + 2, words.end());
    const std::string typed =
        joined ? word->substr(7) : (end - word == 2 ? *(word + 1) : std::string());
    const auto language = parse_language(typed);
    if (!language) {
      return Error{ErrorCode::kInvalidInput,
                   message(_("--lang {}: there are zh (Chinese) and en (English)"), typed)};
    }
    speak(*language);
    word = words.erase(word, end);
  }
  return {};
}

int run(std::vector<std::string> words) {
  if (const auto chosen = choose_language(words); !chosen) return fail(chosen.error());
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
    const auto rules = RuleSet::load({});
    if (!rules) return fail(rules.error());
    std::cout
        << message(
               _("zhengce {} (schema {}, index {}, rules {}, gazetteer {}, divisions as of {})"),
               ZHENGCE_VERSION, kGraphSchema, schema::kIndexVersion, (*rules)->version(),
               gazetteer.version(), gazetteer.cut_off())
        << "\n";
    return kDone;
  }
  // What ReaderProcesses starts; nobody types it.
  if (first == "serve-reads") return serve_reads(STDIN_FILENO, true);
  for (const Command& command : commands()) {
    if (first == command.name) return command.run({words.begin() + 1, words.end()});
  }
  complain(message(_("{}: no such command"), first));
  complain(_("see `zhengce --help`"));
  return kFailed;
}

}  // namespace
}  // namespace zhengce::app

// Read by jemalloc where the program is linked with it: what is free goes back to the system within
// a second, blocks of a MiB and more at once, so that --memory holds.
extern "C" {
const char* malloc_conf =
    "narenas:4,dirty_decay_ms:1000,muzzy_decay_ms:0,retain:false,oversize_threshold:1048576";
}

int main(int argc, char** argv) {
  using namespace zhengce::app;
  // `zhengce search … | head` is no error: the reader has what it wanted. Commands that write go on
  // (finish_unheard()).
  signal(SIGPIPE, [](int) { _exit(0); });
  std::ios::sync_with_stdio(false);
  int code = kFailed;
  try {
    if (argc > 0) called_as() = argv[0];
    code = run({argv + 1, argv + argc});
    std::cout.flush();
    if (!std::cout) {
      complain(_("standard output: cannot be written"));
      code = kFailed;
    }
  } catch (const std::exception& e) {
    complain(zhengce::message(_("internal fault: {}"), e.what()));
  }
  return code;
}
