#include "corpus/framing/frame_rules.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "corpus/analysis/fold.h"

extern "C" {
extern const char zhengce_data_frame_lines[], zhengce_data_frame_lines_end[];
extern const char zhengce_data_frame_labels[], zhengce_data_frame_labels_end[];
extern const char zhengce_data_frame_last_words[], zhengce_data_frame_last_words_end[];
}

namespace zhengce {
namespace {

using Text = std::u32string_view;

// Words looked up at the start or the end of a text, the longest first.
template <typename Value>
struct Words {
  std::unordered_map<std::u32string, Value> all;
  std::size_t longest = 0;

  void add(std::u32string word, Value value) {
    longest = std::max(longest, word.size());
    all.emplace(std::move(word), value);
  }
  const Value* at_start(Text text) const {
    const auto found = find_at_start(text, [](const Value&) { return true; });
    return found == all.end() ? nullptr : &found->second;
  }
  // The longest word whose value `accept` takes; all.end() if there is none.
  template <typename Accept>
  auto find_at_start(Text text, const Accept& accept) const {
    for (std::size_t n = std::min(longest, text.size()); n > 0; --n) {
      const auto found = all.find(std::u32string(text.substr(0, n)));
      if (found != all.end() && accept(found->second)) return found;
    }
    return all.end();
  }
  const Value* at_end(Text text) const {
    for (std::size_t n = std::min(longest, text.size()); n > 0; --n) {
      const auto found = all.find(std::u32string(text.substr(text.size() - n)));
      if (found != all.end()) return &found->second;
    }
    return nullptr;
  }
};

struct Rules {
  Words<LineKind> is, starts, ends, opens;
  std::vector<std::pair<std::u32string, LineKind>> has;  // A handful.
  Words<FieldKind> labels;
  std::unordered_set<char32_t> label_starts;
  std::array<Words<bool>, 6> last_words;
};

// The rows of a table, cut at tabs; `folded` its last column.
template <typename Add>
void for_each_row(const char* begin, const char* end, const Add& add) {
  const auto text = decode_utf8({begin, static_cast<std::size_t>(end - begin)});
  for (const Span line : split_lines(text)) {
    Text row = slice(text, line);
    if (row.empty() || row.front() == U'#') continue;
    std::vector<std::string> cells;
    for (auto tab = row.find(U'\t'); tab != Text::npos; tab = row.find(U'\t')) {
      cells.push_back(encode_utf8(row.substr(0, tab)));
      row.remove_prefix(tab + 1);
    }
    add(cells, fold_text(row));
  }
}

LineKind kind_named(const std::string& name) {
  if (name == "trail") return LineKind::kTrail;
  if (name == "fragment") return LineKind::kFragment;
  if (name == "bar") return LineKind::kBar;
  if (name == "end") return LineKind::kEnd;
  if (name == "footer") return LineKind::kFooter;
  if (name == "keeper") return LineKind::kKeeper;
  if (name == "byline") return LineKind::kByline;
  return LineKind::kNote;
}

FieldKind field_named(const std::string& name) {
  static const std::unordered_map<std::string, FieldKind> kNames = {
      {"source", FieldKind::kSource},
      {"published", FieldKind::kPublished},
      {"signed", FieldKind::kSigned},
      {"published?", FieldKind::kPerhapsPublished},
      {"effective", FieldKind::kEffective},
      {"number", FieldKind::kNumber},
      {"issuer", FieldKind::kIssuer},
      {"title", FieldKind::kTitle},
      {"original title", FieldKind::kOriginalTitle},
      {"category", FieldKind::kCategory},
      {"status", FieldKind::kStatus}};
  const auto found = kNames.find(name);
  return found == kNames.end() ? FieldKind::kOther : found->second;
}

LastWord list_named(const std::string& name) {
  if (name == "office") return LastWord::kOffice;
  if (name == "body") return LastWord::kBody;
  if (name == "group") return LastWord::kGroup;
  if (name == "site") return LastWord::kSite;
  if (name == "post") return LastWord::kPost;
  return LastWord::kDocument;
}

const Rules& rules() {
  static const Rules built = [] {
    Rules all;
    for_each_row(zhengce_data_frame_lines, zhengce_data_frame_lines_end,
                 [&](const std::vector<std::string>& cells, std::u32string word) {
                   if (cells.size() != 3) return;
                   if (cells[2] == "has") {
                     all.has.emplace_back(std::move(word), kind_named(cells[1]));
                     return;
                   }
                   auto& words = cells[2] == "is"       ? all.is
                                 : cells[2] == "starts" ? all.starts
                                 : cells[2] == "ends"   ? all.ends
                                                        : all.opens;
                   words.add(std::move(word), kind_named(cells[1]));
                 });
    for_each_row(zhengce_data_frame_labels, zhengce_data_frame_labels_end,
                 [&](const std::vector<std::string>& cells, std::u32string word) {
                   if (cells.size() != 1 || word.empty()) return;
                   all.label_starts.insert(word.front());
                   all.labels.add(std::move(word), field_named(cells[0]));
                 });
    for_each_row(zhengce_data_frame_last_words, zhengce_data_frame_last_words_end,
                 [&](const std::vector<std::string>& cells, std::u32string word) {
                   if (cells.size() != 1) return;
                   all.last_words[static_cast<std::size_t>(list_named(cells[0]))].add(
                       std::move(word), true);
                 });
    return all;
  }();
  return built;
}

}  // namespace

LineKind line_kind(Text key) {
  if (key.empty()) return LineKind::kPlain;
  if (const auto* kind = rules().opens.at_start(key)) return *kind;
  if (key.find(U'。') == Text::npos) {
    for (const auto& [word, kind] : rules().has) {
      if (key.find(word) != Text::npos) return kind;
    }
  }
  if (key.size() > kLongestFurniture) return LineKind::kPlain;
  const Text bare = key.back() == U':' && key.size() > 1 ? key.substr(0, key.size() - 1) : key;
  for (const Text whole : {key, bare}) {
    if (const auto found = rules().is.all.find(std::u32string(whole));
        found != rules().is.all.end()) {
      return found->second;
    }
  }
  if (const auto* kind = rules().ends.at_end(key)) return *kind;
  // A sentence that begins with such a word is text.
  if (Text(U"。!?;,").find(key.back()) != Text::npos) return LineKind::kPlain;
  if (const auto* kind = rules().starts.at_start(key)) return *kind;
  return LineKind::kPlain;
}

std::size_t button_at(Text key) {
  const auto found = rules().is.find_at_start(
      key, [](LineKind kind) { return kind == LineKind::kFragment || kind == LineKind::kBar; });
  return found == rules().is.all.end() ? 0 : found->first.size();
}

LabelMatch label_at(Text text, std::size_t pos) {
  if (pos >= text.size() || !rules().label_starts.contains(text[pos])) return {};
  std::u32string word;
  LabelMatch best;
  for (std::size_t i = pos; i < text.size() && word.size() < rules().labels.longest; ++i) {
    if (is_blank(text[i])) continue;
    word.push_back(text[i]);
    if (const auto found = rules().labels.all.find(word); found != rules().labels.all.end()) {
      best = {i + 1 - pos, found->second};
    }
  }
  return best;
}

bool ends_in(LastWord list, Text text) {
  return rules().last_words[static_cast<std::size_t>(list)].at_end(text) != nullptr;
}

bool is_organization(Text name) {
  if (name.size() < 2 || name.find_first_of(U",。;:!?、") != Text::npos) return false;
  return ends_in(LastWord::kOffice, name) || ends_in(LastWord::kGroup, name) ||
         ends_in(LastWord::kBody, name);
}

}  // namespace zhengce
