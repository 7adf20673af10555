#include "app/command.h"

#include <algorithm>
#include <boost/any.hpp>
#include <charconv>
#include <iostream>

#include "corpus/readers/fields.h"
#include "corpus/text.h"
#include "graph/data_dir.h"
#include "indexer/indexer.h"
#include "search/value_names.h"

namespace zhengce::app {

namespace options = boost::program_options;

namespace {

// As Boost prints them, but with wide characters counted as the two columns they take.
void print_options(const char* caption, const options::options_description& group) {
  std::vector<std::pair<std::string, std::string>> rows;
  std::size_t left = 0;
  for (const auto& option : group.options()) {
    const std::string name =
        option->canonical_display_name(options::command_line_style::allow_long);
    const std::string letter =
        option->canonical_display_name(options::command_line_style::allow_dash_for_short);
    std::string shown = letter.size() == 2 && letter[0] == '-' ? letter + ", " + name : name;
    if (option->semantic()->max_tokens() > 0) shown += " " + option->semantic()->name();
    left = std::max(left, shown.size());
    rows.emplace_back(std::move(shown), option->description());
  }
  std::cout << caption << "\n";
  for (const auto& [name, description] : rows) {
    const std::string lines = wrap(description, terminal_width(), left + 4);
    std::cout << "  " << pad(name, left + 2) << lines.substr(left + 4) << "\n";
  }
}

}  // namespace

CommandLine::CommandLine(const char* command) : command_(command) {
  const auto valued = [](const char* name) {
    return options::value<std::string>()->value_name(name);
  };
  common_.add_options()("data", valued("DIR"),
                        _("data directory (else $ZHENGCE_DATA, else $XDG_DATA_HOME/zhengce)"));
  common_.add_options()("json", _("one JSON object a line"));
  common_.add_options()("lang", valued("LANGUAGE"),
                        _("language of messages: zh or en (else as LANG says)"));
  common_.add_options()("quiet,q", _("no progress, no notes"));
  common_.add_options()("help,h", _("this text"));
}

CommandLine& CommandLine::flag(const char* name, const char* help) {
  own_.add_options()(name, help);
  return *this;
}

CommandLine& CommandLine::option(const char* name, const char* value, const char* help) {
  own_.add_options()(name, options::value<std::string>()->value_name(value), help);
  return *this;
}

CommandLine& CommandLine::repeatable(const char* name, const char* value, const char* help) {
  own_.add_options()(
      name, options::value<std::vector<std::string>>()->composing()->value_name(value), help);
  return *this;
}

std::optional<int> CommandLine::parse(const std::vector<std::string>& arguments) {
  options::options_description all;
  all.add(own_).add(common_);
  options::options_description hidden;
  hidden.add(all).add_options()("argument", options::value<std::vector<std::string>>());
  options::positional_options_description positional;
  positional.add("argument", -1);
  using style = options::command_line_style::style_t;
  // A query may begin with '-' (-word, -"phrase"): what is neither a known option nor looks like a
  // long one is an argument.
  std::vector<std::string> plain;
  std::vector<std::string> rest;
  bool only_arguments = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    const bool long_option = word.starts_with("--") && word.size() > 2;
    const bool short_option = word == "-q" || word == "-h";
    if (only_arguments || (!long_option && !short_option)) {
      if (word == "--" && !only_arguments)
        only_arguments = true;
      else
        rest.push_back(word);
      continue;
    }
    plain.push_back(word);
    if (short_option) continue;
    const auto name = word.substr(
        2, word.find('=') == std::string::npos ? std::string::npos : word.find('=') - 2);
    const auto* known = all.find_nothrow(name, false);
    if (known != nullptr && known->semantic()->min_tokens() > 0 &&
        word.find('=') == std::string::npos && i + 1 < arguments.size()) {
      plain.push_back(arguments[++i]);
    }
  }
  try {
    options::store(options::command_line_parser(plain)
                       .options(hidden)
                       .positional(positional)
                       .style(style::unix_style & ~style::allow_guessing)
                       .run(),
                   values_);
    options::notify(values_);
  } catch (const options::unknown_option& mistake) {
    return usage(command_, message(_("{}: no such option"), mistake.get_option_name()));
  } catch (const options::multiple_occurrences& mistake) {
    return usage(command_, message(_("{}: given twice"), mistake.get_option_name()));
  } catch (const options::error_with_option_name& mistake) {
    // What is left: an option without its value, a flag with one.
    const auto* known = all.find_nothrow(mistake.get_option_name().substr(2), false);
    const bool is_flag = known != nullptr && known->semantic()->max_tokens() == 0;
    return usage(command_, message(is_flag ? _("{}: takes no value") : _("{}: needs a value"),
                                   mistake.get_option_name()));
  } catch (const options::error& mistake) {
    return usage(command_, mistake.what());
  }
  positional_ = std::move(rest);
  if (has("help")) {
    print_help();
    return kDone;
  }
  return refuse_blanks();
}

// A variable of a script that was not set must not pass for a name: it names what has none. What is
// no query is said better where queries are read.
std::optional<int> CommandLine::refuse_blanks() const {
  const auto is_blank = [](const std::string& value) { return trim(decode_utf8(value)).empty(); };
  for (const auto& option : own_.options()) {
    const auto& name = option->long_name();
    if (option->semantic()->max_tokens() == 0 || !has(name.c_str())) continue;
    if (name == "cursor" || name == "after") continue;  // Nothing before the first page.
    const auto& value = values_[name].value();
    const auto* one = boost::any_cast<std::string>(&value);
    const auto* several = boost::any_cast<std::vector<std::string>>(&value);
    if ((one != nullptr && is_blank(*one)) ||
        (several != nullptr && std::any_of(several->begin(), several->end(), is_blank))) {
      return usage(command_, message(_("--{}: the value is empty"), name));
    }
  }
  const std::string_view command = command_;
  if (command == "search" || command == "explain") return std::nullopt;
  if (std::any_of(positional_.begin(), positional_.end(), is_blank))
    return usage(command_, message(_("{}: an argument is empty"), command_));
  return std::nullopt;
}

void CommandLine::print_help() const {
  for (const Command& command : commands()) {
    if (std::string_view(command.name) != command_) continue;
    std::cout << message(_("Usage: zhengce {} [options] {}"), command.name,
                         translated(command.arguments))
              << "\n  " << translated(command.summary) << "\n\n";
  }
  if (!own_.options().empty()) {
    print_options(_("Options:"), own_);
    std::cout << "\n";
  }
  print_options(_("Options of every command:"), common_);
}

bool CommandLine::has(const char* name) const { return values_.count(name) > 0; }

std::string CommandLine::text(const char* name, const std::string& otherwise) const {
  return has(name) ? values_[name].as<std::string>() : otherwise;
}

Result<std::uint32_t> CommandLine::number(const char* name, std::uint32_t otherwise,
                                          std::uint32_t least, std::uint32_t most) const {
  if (!has(name)) return otherwise;
  const std::string typed = text(name);
  std::uint64_t value = 0;
  const auto [end, fault] = std::from_chars(typed.data(), typed.data() + typed.size(), value);
  if (fault != std::errc() || end != typed.data() + typed.size() || value < least || value > most) {
    return Error{
        ErrorCode::kInvalidInput,
        message(_("--{} {}: expected a whole number from {} to {}"), name, typed, least, most)};
  }
  return static_cast<std::uint32_t>(value);
}

Result<std::uint64_t> CommandLine::bytes(const char* name, std::uint64_t otherwise) const {
  if (!has(name)) return otherwise;
  const std::string typed = text(name);
  std::uint64_t value = 0;
  const auto [end, fault] = std::from_chars(typed.data(), typed.data() + typed.size(), value);
  const std::string_view unit(end, static_cast<std::size_t>(typed.data() + typed.size() - end));
  const int shift = unit.empty() ? 0 : unit == "K" ? 10 : unit == "M" ? 20 : unit == "G" ? 30 : -1;
  if (fault != std::errc() || shift < 0 || value > (std::uint64_t{1} << 40 >> shift) ||
      (value << shift) < (1u << 20)) {
    return Error{
        ErrorCode::kInvalidInput,
        message(_("--{} {}: expected a size of at least 1M, such as 256M or 2G"), name, typed)};
  }
  return value << shift;
}

std::vector<std::string> CommandLine::texts(const char* name) const {
  return has(name) ? values_[name].as<std::vector<std::string>>() : std::vector<std::string>();
}

Result<std::optional<Date>> CommandLine::date(const char* name) const {
  if (!has(name)) return std::optional<Date>();
  const auto date = stated_date(text(name));
  if (date) return date;
  return Error{
      ErrorCode::kInvalidInput,
      message(_("--{} {}: expected a date as 2024-12-03, 2024-12 or 2024"), name, text(name))};
}

Result<float> CommandLine::fraction(const char* name, float otherwise) const {
  if (!has(name)) return otherwise;
  const std::string typed = text(name);
  float value = 0;
  const auto [end, fault] = std::from_chars(typed.data(), typed.data() + typed.size(), value);
  if (fault == std::errc() && end == typed.data() + typed.size() && value >= 0 && value <= 1)
    return value;
  return Error{ErrorCode::kInvalidInput,
               message(_("--{} {}: expected a number from 0 to 1"), name, typed)};
}

std::string CommandLine::joined() const { return zhengce::joined(positional_, " "); }

std::filesystem::path CommandLine::data() const {
  return has("data") ? std::filesystem::path(text("data")) : DataDir::default_root();
}

std::string& called_as() {
  static std::string name = "zhengce";
  return name;
}

int usage(const char* command, const std::string& what) {
  complain(what);
  complain(message(_("see `zhengce {} --help`"), command));
  return kFailed;
}

Result<RegionIndex> region_argument(const std::string& typed) {
  return Gazetteer::builtin().resolve(typed);
}

namespace {

Error nothing_indexed(const Error& error) {
  return {error.code,
          message(_("{}; index some articles first: zhengce index PATH…"), error.message)};
}

}  // namespace

Result<std::optional<RegionLevel>> level_argument(const CommandLine& line) {
  if (!line.has("level")) return std::optional<RegionLevel>();
  const auto level = level_named(line.text("level"));
  if (level) return level;
  return Error{ErrorCode::kInvalidInput,
               message(_("--level {}: there are province, prefecture, county, township and zone "
                         "(省级, 市级, 县级, 乡级, 功能区)"),
                       line.text("level"))};
}

int fail_to_find(const Error& error) {
  const int code = fail(error);
  return error.code == ErrorCode::kNotFound ? kNothing : code;
}

namespace {

// Says what a part of a name was taken for.
template <typename Match>
Result<Match> told(Result<Match> match, const std::string& typed, bool quiet) {
  if (match && match->by_part && !quiet)
    complain(message(_("{}: taken as {}"), typed, match->name));
  return match;
}

}  // namespace

Result<ProgramMatch> program_argument(const GraphReader& graph, const std::string& typed,
                                      bool quiet) {
  return told(find_program(graph, typed), typed, quiet);
}

Result<NodeMatch> node_argument(const GraphReader& graph, const std::string& typed, bool quiet) {
  return told(find_node(graph, typed), typed, quiet);
}

Result<NodeMatch> document_argument(const GraphReader& graph, const std::string& typed,
                                    bool quiet) {
  return told(find_document(graph, typed), typed, quiet);
}

Result<std::unique_ptr<GraphReader>> open_graph(const std::filesystem::path& data) {
  const auto dir = DataDir::open(data);
  if (!dir) {
    return dir.error().code == ErrorCode::kNotFound ? nothing_indexed(dir.error()) : dir.error();
  }
  auto view = open_graph_view(dir->graph());
  if (!view && view.error().code == ErrorCode::kNotFound) return nothing_indexed(view.error());
  return view;
}

Result<Searcher> open_searcher(const std::filesystem::path& data, bool quiet) {
  auto searcher = Searcher::open(data);
  std::uint64_t behind = 0;
  if (searcher) {
    const auto last = searcher->graph().sequence();
    if (!last) return last.error();
    behind = *last - std::min(*last, searcher->sequence());
    if (behind == 0) return searcher;
  } else {
    // Without a data directory there is nothing to catch up with; without an index there may be.
    const auto graph = open_graph(data);
    if (!graph) return graph.error();
    const auto code = searcher.error().code;
    if (code != ErrorCode::kNotFound && code != ErrorCode::kCorrupt &&
        code != ErrorCode::kIncompatible) {
      return searcher;
    }
  }
  IndexerOptions options;
  options.lock_wait_ms = 0;
  ProgressLine line(quiet);
  options.progress = [&](const IndexProgress& at) {
    line.show(message(_("bringing the index up to date: {} of {}"), at.done, at.all));
  };
  {
    const auto caught_up = Indexer::open(data, options);
    if (!caught_up) {
      if (!searcher) return caught_up.error();
      if (!quiet) {
        line.clear();
        complain(message(translated("{} changed article is not searchable yet",
                                    "{} changed articles are not searchable yet", behind),
                         behind));
      }
      return searcher;
    }
    line.clear();
    tell_losses(caught_up->lost_entries());
  }
  return Searcher::open(data);
}

void tell_losses(std::uint64_t lost_entries) {
  if (lost_entries == 0) return;
  complain(
      message(translated("the graph has lost its last {} log entry: index again what came last",
                         "the graph has lost its last {} log entries: index again what came last",
                         lost_entries),
              lost_entries));
}

Result<ArticleId> article_argument(const GraphReader& graph, const std::string& typed) {
  if (typed.empty()) return Error{ErrorCode::kNotFound, _("no article is named")};
  const bool hex = !typed.empty() && typed.size() <= 32 &&
                   typed.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
  if (hex) {
    const auto found = graph.articles_by_prefix(typed, 5);
    if (!found) return found.error();
    if (found->size() == 1) return found->front();
    if (found->size() > 1) {
      std::string some;
      for (const auto& id : *found) some += " " + id.hex();
      return Error{ErrorCode::kAmbiguous,
                   message(_("{}: begins the ids of several articles:{}"), typed, some)};
    }
  }
  const std::string path = normal_path(typed);
  for (const Source& source : {Source{typed, {}, {}, {}}, Source{{}, typed, {}, {}},
                               Source{{}, {}, path, {}}, Source{{}, {}, typed, {}}}) {
    const auto found = graph.articles_at(Place::encode(source));
    if (!found) return found.error();
    const ArticleId* last = nullptr;
    for (const auto& id : *found) {
      const auto article = graph.article(id, false);
      if (!article) return article.error();
      if (last == nullptr || (*article && (*article)->current)) last = &id;
    }
    if (last != nullptr) return *last;
  }
  // A path it was indexed by although it also has a URL or a key.
  std::optional<ArticleId> by_path;
  const auto read = graph.each_article([&](const StoredArticle& stored) {
    for (const Source& source : stored.article.sources) {
      if (source.path == path || source.path == typed || source.url == typed)
        by_path = stored.article.id;
    }
    return !by_path;
  });
  if (!read) return read.error();
  if (by_path) return *by_path;
  return Error{ErrorCode::kNotFound,
               message(_("{}: no article has this id, key, URL or path"), typed)};
}

}  // namespace zhengce::app
