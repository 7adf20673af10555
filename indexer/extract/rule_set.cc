#include "indexer/extract/rule_set.h"

#include <xxhash.h>

#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>

#include "corpus/analysis/fold.h"
#include "corpus/gazetteer/gazetteer.h"
#include "corpus/message.h"
#include "corpus/text.h"

extern "C" {
extern const char zhengce_rules_heads[], zhengce_rules_heads_end[];
extern const char zhengce_rules_verbs[], zhengce_rules_verbs_end[];
extern const char zhengce_rules_stops[], zhengce_rules_stops_end[];
extern const char zhengce_rules_modality[], zhengce_rules_modality_end[];
extern const char zhengce_rules_documents[], zhengce_rules_documents_end[];
extern const char zhengce_rules_doers[], zhengce_rules_doers_end[];
extern const char zhengce_rules_patterns[], zhengce_rules_patterns_end[];
extern const char zhengce_rules_pairings[], zhengce_rules_pairings_end[];
extern const char zhengce_rules_quantities[], zhengce_rules_quantities_end[];
extern const char zhengce_rules_weights[], zhengce_rules_weights_end[];
}

namespace zhengce {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(List::kCount)> kListNames = {
    "head",
    "weak_head",
    "tail",
    "tail_not",
    "generic",
    "generic_end",
    "strip",
    "works",
    "name_end",
    "created",
    "runs",
    "pilots",
    "extends",
    "learns_from",
    "lesson",
    "witness",
    "distinct",
    "naming",
    "disposed",
    "primary",
    "governing",
    "enters",
    "by",
    "after",
    "rhetoric",
    "issue",
    "issue_after",
    "cite",
    "includes",
    "based_on",
    "repeals",
    "repealed_after",
    "in_force",
    "repeals_list",
    "amends",
    "amended_after",
    "theme",
    "figure",
    "theme_part",
    "before",
    "after_stop",
    "clause_stop",
    "law",
    "structure",
    "adjective",
    "heading_plans",
    "heading_runs",
    "sentence_plans",
    "plans",
    "proposes",
    "intends",
    "will",
    "denied",
    "ended",
    "wrapper",
    "opener",
    "kind",
    "general",
    "art",
    "art_end",
    "adverb",
    "preposition",
    "collective",
    "together",
    "rising",
    "link",
    "effect",
    "making",
    "according",
    "carrier",
    "set",
    "local_verb",
    "company",
    "list_opener",
    "pilot_unit",
    "zone",
    "projects",
    "plane",
    "central_issuer",
    "and_office",
    "central_medium",
    "pairing",
    "joint",
    "aid",
    "pair_word",
    "pair_helper",
    "pair_helped",
    "unit",
    "chain_unit",
    "over",
    "under",
    "about",
    "nearly",
    "behind",
    "no_metric",
    "no_count",
    "formula",
    "condition",
    "grant",
    "granted",
    "continues",
    "whole",
    "having",
    "means",
    "battle",
    "number_head",
    "naming_head",
    "held",
    "measure",
    "cut_after",
    "apart",
    "offices",
    "office_end",
    "behind_office",
    "special_not",
    "carrying",
    "standing",
    "not_learning",
    "elsewhere",
    "places",
    "choosing",
    "launch",
    "actor",
    "pilot_places",
    "launched"};

constexpr std::array<std::string_view, static_cast<std::size_t>(Feature::kCount)> kFeatureNames = {
    "quoted",       "unquoted",   "titled",     "head",        "weak_head",    "head_inside",
    "name_end",     "verb_near",  "verb_far",   "verb_after",  "by_before",    "rhetoric",
    "stop_before",  "stop_after", "issue_verb", "included",    "plus",         "dot",
    "latin",        "digits",     "numbered",   "comma",       "pause",        "region_name",
    "tiny",         "short",      "four",       "medium",      "long",         "very_long",
    "grouped",      "of_before",  "of_after",   "heading",     "clause_start", "clause_end",
    "structure",    "primary",    "secondary",  "list_member", "elided",       "no_verb",
    "works",        "tail_plan",  "tail_work",  "tail_action", "tail_special", "tail_pilot",
    "noun_after",   "years",      "cut",        "joined",      "opens",        "adjective",
    "count_phrase", "carrying",   "paired",     "standing",    "placed",       "head_before"};

/// The names by which the program asks for patterns.
constexpr std::array<std::string_view, 20> kPatternNames = {
    "quoted",        "titled",      "unquoted",        "elided",   "known",
    "gloss",         "variant",     "document",        "issued",   "own_title",
    "number_issuer", "contributor", "subject_org",     "issuer",   "pairing",
    "pairing_joint", "pairing_aid", "pairing_letters", "quantity", "listed"};

struct File {
  std::string_view name;
  std::string_view content;
};

std::vector<File> builtin_files() {
  const auto file = [](std::string_view name, const char* begin, const char* end) {
    return File{name, {begin, static_cast<std::size_t>(end - begin)}};
  };
  return {file("heads.tsv", zhengce_rules_heads, zhengce_rules_heads_end),
          file("verbs.tsv", zhengce_rules_verbs, zhengce_rules_verbs_end),
          file("stops.tsv", zhengce_rules_stops, zhengce_rules_stops_end),
          file("modality.tsv", zhengce_rules_modality, zhengce_rules_modality_end),
          file("documents.tsv", zhengce_rules_documents, zhengce_rules_documents_end),
          file("doers.tsv", zhengce_rules_doers, zhengce_rules_doers_end),
          file("patterns.tsv", zhengce_rules_patterns, zhengce_rules_patterns_end),
          file("pairings.tsv", zhengce_rules_pairings, zhengce_rules_pairings_end),
          file("quantities.tsv", zhengce_rules_quantities, zhengce_rules_quantities_end),
          file("weights.tsv", zhengce_rules_weights, zhengce_rules_weights_end)};
}

struct Line {
  std::uint32_t version = 0;
  std::string kind, words, value;
};
/// The rules of one file by id.
using Lines = std::map<std::string, Line>;

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  for (std::size_t end; (end = text.find(separator, start)) != std::string_view::npos;
       start = end + 1) {
    parts.push_back(text.substr(start, end - start));
  }
  parts.push_back(text.substr(start));
  return parts;
}

template <std::size_t N>
std::optional<std::size_t> index_of(const std::array<std::string_view, N>& names,
                                    std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) return i;
  }
  return std::nullopt;
}

std::optional<double> parse_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

/// True for lists whose words stand for something.
bool has_value(List which) {
  return which == List::kPairing || which == List::kJoint || which == List::kAid ||
         which == List::kPairWord || which == List::kSet;
}

/// What is wrong with the words of a list, or with what they stand for; empty if nothing.
std::string fault_of_words(List which, const Line& line) {
  for (const auto word : split(line.words, '|')) {
    if (word.empty()) return _("a word is empty: || or a | at an end");
  }
  if (which == List::kAid && !Gazetteer::builtin().resolve(line.value))
    return message(_("no region is called '{}'"), line.value);
  return {};
}

/// What is wrong with a rule; empty if nothing.
std::string fault_of(const Line& line) {
  if (line.words.empty()) return _("no words");
  if (line.kind == "weight") {
    if (line.words != "strong" && line.words != "weak" && !index_of(kFeatureNames, line.words))
      return message(_("unknown feature '{}'"), line.words);
    if (!parse_number(line.value)) return _("the weight is no number");
  } else if (line.kind == "pattern") {
    if (!index_of(kPatternNames, line.words)) return message(_("unknown pattern '{}'"), line.words);
    const auto confidence = parse_number(line.value);
    if (!confidence || *confidence < 0 || *confidence > 1)
      return _("the confidence is no number from 0 to 1");
  } else if (const auto which = index_of(kListNames, line.kind); !which) {
    return message(_("unknown kind '{}'"), line.kind);
  } else if (has_value(static_cast<List>(*which)) == line.value.empty()) {
    return line.value.empty() ? _("a fifth column is missing: what the words stand for")
                              : _("a fifth column, which this kind does not have");
  } else {
    return fault_of_words(static_cast<List>(*which), line);
  }
  return {};
}

/// Reads `content` over `lines`.
Result<void> read_lines(std::string_view name, std::string_view content, bool overlay,
                        Lines& lines) {
  std::size_t number = 0;
  const auto error = [&](const std::string& what) {
    return Error{ErrorCode::kInvalidInput,
                 std::string(name) + ":" + std::to_string(number) + ": " + what};
  };
  if (content.starts_with("\xEF\xBB\xBF")) content.remove_prefix(3);
  std::map<std::string, std::size_t> seen;
  for (std::string_view row : split(content, '\n')) {
    ++number;
    if (row.ends_with('\r')) row.remove_suffix(1);
    if (row.empty() || row.front() == '#') continue;
    std::size_t replaced = 0;
    decode_utf8(row, &replaced);
    if (replaced > 0) return error(_("not UTF-8"));
    const auto cells = split(row, '\t');
    std::string id(cells[0]);
    const bool off = id.starts_with('-');
    if (off) id.erase(0, 1);
    if (id.empty()) return error(_("no id"));
    if (const auto [first, fresh] = seen.emplace(id, number); !fresh) {
      return error(message(_("the id '{}' stands in line {} already"), id, first->second));
    }
    if (off) {
      if (!overlay || lines.erase(id) == 0)
        return error(message(_("no rule '{}' to switch off"), id));
      continue;
    }
    if (cells.size() < 4 || cells.size() > 5)
      return error(_("4 or 5 columns expected: id, version, kind, words, value"));
    const auto version = parse_number(cells[1]);
    if (!version || *version < 1 || *version > 1e9 || *version != std::floor(*version))
      return error(_("the version is no whole number from 1"));
    Line line{static_cast<std::uint32_t>(*version), std::string(cells[2]), std::string(cells[3]),
              cells.size() > 4 ? std::string(cells[4]) : ""};
    if (const auto fault = fault_of(line); !fault.empty()) return error(fault);
    lines[id] = std::move(line);
  }
  return {};
}

void apply(const std::string& id, const Line& line, RuleSet::Impl& impl) {
  if (line.kind == "weight") {
    const double value = *parse_number(line.value);
    if (line.words == "strong") {
      impl.strong = value;
    } else if (line.words == "weak") {
      impl.weak = value;
    } else {
      impl.weights[*index_of(kFeatureNames, line.words)] = value;
    }
  } else if (line.kind == "pattern") {
    impl.patterns[line.words] = {id, line.version, static_cast<float>(*parse_number(line.value))};
  } else {
    const auto which = *index_of(kListNames, line.kind);
    for (const auto word : split(line.words, '|')) {
      if (word.empty()) continue;
      auto folded = fold_text(decode_utf8(word));
      if (!line.value.empty()) impl.values[which][folded] = line.value;
      impl.lists[which].add(std::move(folded));
    }
  }
}

}  // namespace

std::string_view feature_name(Feature feature) {
  return kFeatureNames[static_cast<std::size_t>(feature)];
}

void WordList::add(std::u32string word) {
  if (word.empty()) return;
  const auto mark = [](auto& bits, char32_t c) {
    bits[(c & 0xFFFF) >> 6] |= std::uint64_t{1} << (c & 63);
  };
  mark(first_, word.front());
  mark(last_, word.back());
  shortest_ = shortest_ == 0 ? word.size() : std::min(shortest_, word.size());
  longest_ = std::max(longest_, word.size());
  words_.emplace(std::move(word), 0);
}

bool WordList::has(std::u32string_view word) const { return words_.find(word) != words_.end(); }

std::size_t WordList::longest_at(std::u32string_view text, std::size_t pos) const {
  if (pos >= text.size() || !((first_[(text[pos] & 0xFFFF) >> 6] >> (text[pos] & 63)) & 1))
    return 0;
  for (std::size_t n = std::min(longest_, text.size() - pos); n >= shortest_ && n > 0; --n) {
    if (has(text.substr(pos, n))) return n;
  }
  return 0;
}

std::size_t WordList::longest_ending(std::u32string_view text, std::size_t pos) const {
  if (pos == 0 || pos > text.size() ||
      !((last_[(text[pos - 1] & 0xFFFF) >> 6] >> (text[pos - 1] & 63)) & 1))
    return 0;
  for (std::size_t n = std::min(longest_, pos); n >= shortest_ && n > 0; --n) {
    if (has(text.substr(pos - n, n))) return n;
  }
  return 0;
}

bool WordList::within(std::u32string_view text) const {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (longest_at(text, i) > 0) return true;
  }
  return false;
}

std::string RuleSet::Impl::value(List which, std::u32string_view word) const {
  const auto& all = values[static_cast<std::size_t>(which)];
  const auto found = all.find(std::u32string(word));
  return found == all.end() ? "" : found->second;
}

const Pattern* RuleSet::Impl::pattern(const std::string& name) const {
  const auto found = patterns.find(name);
  return found == patterns.end() ? nullptr : &found->second;
}

RuleSet::RuleSet() : impl_(std::make_unique<Impl>()) {}
RuleSet::~RuleSet() = default;
std::string RuleSet::version() const { return impl_->version; }

Result<std::shared_ptr<const RuleSet>> RuleSet::load(const std::filesystem::path& overlay_dir) {
  std::map<std::string, Lines, std::less<>> files;
  for (const auto& file : builtin_files()) {
    if (auto read = read_lines(file.name, file.content, false, files[std::string(file.name)]);
        !read)
      return read.error();
  }
  std::error_code failed;
  if (!overlay_dir.empty() && std::filesystem::exists(overlay_dir, failed)) {
    std::vector<std::filesystem::path> overlays;
    for (std::filesystem::directory_iterator i(overlay_dir, failed), end; !failed && i != end;
         i.increment(failed)) {
      if (i->path().extension() == ".tsv") overlays.push_back(i->path());
    }
    if (failed)
      return Error{ErrorCode::kInvalidInput,
                   message(_("{}: cannot be listed: {}"), overlay_dir.string(), failed.message())};
    for (const auto& path : overlays) {
      const auto lines = files.find(path.filename().string());
      if (lines == files.end())
        return Error{ErrorCode::kInvalidInput,
                     message(_("{}:1: no rules file has this name"), path.string())};
      std::ifstream in(path, std::ios::binary);
      const std::string content{std::istreambuf_iterator<char>(in), {}};
      if (!in)
        return Error{ErrorCode::kInvalidInput, message(_("{}:1: cannot be read"), path.string())};
      if (auto read = read_lines(path.string(), content, true, lines->second); !read)
        return read.error();
    }
  }
  std::shared_ptr<RuleSet> rules(new RuleSet);
  std::string all = "code 2\n";
  for (const auto& [name, lines] : files) {
    for (const auto& [id, line] : lines) {
      apply(id, line, *rules->impl_);
      all += id + '\t' + std::to_string(line.version) + '\t' + line.kind + '\t' + line.words +
             '\t' + line.value + '\n';
    }
  }
  char hex[17];
  const auto [end, error] = std::to_chars(hex, hex + 16, XXH3_64bits(all.data(), all.size()), 16);
  rules->impl_->version.assign(hex, end);
  return std::shared_ptr<const RuleSet>(std::move(rules));
}

}  // namespace zhengce
