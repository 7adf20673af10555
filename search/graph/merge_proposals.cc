#include "search/graph/merge_proposals.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "corpus/gazetteer/region_finder.h"
#include "corpus/text.h"
#include "search/graph/counting.h"
#include "search/graph/program_names.h"

namespace zhengce {
namespace {

using Text = std::u32string_view;

// Names with more than this many like them say nothing: 工程, 行动.
constexpr std::size_t kMostAlike = 20;
constexpr std::size_t kShortestName = 3;  // Of what two names share.

bool is_numeral(char32_t c) { return one_of(c, U"0123456789一二三四五六七八九十百两"); }

/// Without marks between parts.
std::u32string without_marks(Text name) {
  std::u32string bare(name);
  std::erase_if(bare, [](char32_t c) { return is_blank(c) || one_of(c, U"·•・-—–_、,，\"'“”‘’"); });
  return bare;
}

/// Without years, spans of years and rounds at either end.
std::u32string without_years(Text name) {
  std::u32string bare(name);
  if (!bare.empty() && bare.back() == U')') {
    const auto open = bare.rfind(U'(');
    if (open != std::u32string::npos && bare.find(U'年', open) != std::u32string::npos)
      bare.resize(open);
  }
  for (const Text round : {U"新一轮", U"第一轮", U"第二轮", U"第三轮", U"第四轮", U"首轮"}) {
    if (bare.starts_with(round)) bare.erase(0, round.size());
  }
  std::size_t digits = 0;
  while (digits < bare.size() && bare[digits] >= U'0' && bare[digits] <= U'9') ++digits;
  if (digits == 4 && digits < bare.size() && (bare[digits] == U'年' || bare[digits] == U'-'))
    bare.erase(0, digits + 1);
  return bare;
}

/// Without the place it begins with.
std::u32string without_place(Text name) {
  const auto lead = leading_region(Gazetteer::builtin(), name);
  return std::u32string(name.substr(lead.length));
}

/// Without the words for what it is at the end.
std::u32string without_tail(Text name) {
  for (bool again = true; again;) {
    again = false;
    for (const Text tail : {U"三年行动计划", U"五年行动计划", U"行动计划", U"专项行动", U"三年行动",
                            U"五年行动", U"行动", U"计划", U"工程", U"专项", U"活动"}) {
      if (name.size() < tail.size() + kShortestName || !name.ends_with(tail)) continue;
      name.remove_suffix(tail.size());
      again = true;
    }
  }
  return std::u32string(name);
}

/// True if one character more, less or another makes `a` of `b`, and it is no number: 一号工程 and
/// 二号工程 are two.
bool one_letter_apart(Text a, Text b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  std::size_t i = 0;
  while (i < a.size() && a[i] == b[i]) ++i;
  if (a.size() == b.size())
    return i < a.size() && a.substr(i + 1) == b.substr(i + 1) && !is_numeral(a[i]) &&
           !is_numeral(b[i]);
  return a.substr(i) == b.substr(i + 1) && !is_numeral(b[i]);
}

struct Program {
  EntityId core;
  std::string name;
  std::u32string letters;
  std::uint64_t evidence = 0;
  std::set<std::string> regions;
};

class Proposals {
 public:
  explicit Proposals(const GraphReader& graph) : graph_(graph) {}

  Result<std::vector<MergeProposal>> run() {
    if (const auto read = read_programs(); !read) return read.error();
    pair_by(NameLikeness::kMarks, [](Text name) { return without_marks(name); });
    pair_by(NameLikeness::kYears, [](Text name) { return without_years(without_marks(name)); });
    pair_by(NameLikeness::kPlace,
            [](Text name) { return without_place(without_years(without_marks(name))); });
    pair_by(NameLikeness::kTail, [](Text name) { return without_tail(without_marks(name)); });
    pair_by_letter();
    if (const auto read = read_evidence(); !read) return read.error();
    std::vector<MergeProposal> list;
    for (const auto& [pair, likeness] : pairs_) list.push_back(proposal(pair, likeness));
    std::sort(list.begin(), list.end(), [](const MergeProposal& x, const MergeProposal& y) {
      const auto rank = [](const MergeProposal& p) {
        return std::tuple(-static_cast<std::int64_t>(p.shared_regions), p.likeness,
                          -static_cast<std::int64_t>(p.b.evidence), p.a.program.name,
                          p.b.program.name, p.a.program.id, p.b.program.id);
      };
      return rank(x) < rank(y);
    });
    return list;
  }

 private:
  using Pair = std::pair<std::size_t, std::size_t>;  // Positions in programs_, the lesser first.

  Result<void> read_programs() {
    const auto read = graph_.each_entity(EntityKind::kProgram, [&](const Entity& entity) {
      if (entity.visible)
        programs_.push_back(
            {entity.id, entity.name, decode_utf8(normalize_name(entity.name)), 0, {}});
      return true;
    });
    if (!read) return read;
    for (Program& program : programs_) {
      ids_.push_back(program.core);
      const auto core = core_of(graph_, program.core);
      if (!core) return core.error();
      program.core = *core;
    }
    return {};
  }

  void add(std::size_t a, std::size_t b, NameLikeness likeness) {
    if (programs_[a].core == programs_[b].core) return;  // A text says that they are one.
    pairs_.emplace(Pair{std::min(a, b), std::max(a, b)}, likeness);
  }

  template <typename Key>
  void pair_by(NameLikeness likeness, Key key) {
    std::unordered_map<std::u32string, std::vector<std::size_t>> alike;
    for (std::size_t i = 0; i < programs_.size(); ++i) {
      auto shared = key(programs_[i].letters);
      if (shared.size() >= kShortestName) alike[std::move(shared)].push_back(i);
    }
    for (const auto& [shared, members] : alike) add_all(members, likeness);
  }

  void add_all(const std::vector<std::size_t>& members, NameLikeness likeness) {
    if (members.size() > kMostAlike) return;
    for (std::size_t i = 0; i < members.size(); ++i) {
      for (std::size_t j = i + 1; j < members.size(); ++j) add(members[i], members[j], likeness);
    }
  }

  // Names one character apart meet in what is left of one of them without a character.
  void pair_by_letter() {
    constexpr std::size_t kShortest = 6, kLongest = 60;
    std::unordered_map<std::u32string, std::vector<std::size_t>> alike;
    for (std::size_t i = 0; i < programs_.size(); ++i) {
      const auto& letters = programs_[i].letters;
      if (letters.size() < kShortest || letters.size() > kLongest) continue;
      alike[letters].push_back(i);
      for (std::size_t k = 0; k < letters.size(); ++k) {
        if (k > 0 && letters[k] == letters[k - 1]) continue;
        auto shorter = letters;
        shorter.erase(k, 1);
        alike[std::move(shorter)].push_back(i);
      }
    }
    for (const auto& [shared, members] : alike) {
      if (members.size() > kMostAlike) continue;
      for (std::size_t i = 0; i < members.size(); ++i) {
        for (std::size_t j = i + 1; j < members.size(); ++j) {
          const auto &a = programs_[members[i]].letters, &b = programs_[members[j]].letters;
          if (members[i] != members[j] && one_letter_apart(a, b))
            add(members[i], members[j], NameLikeness::kLetter);
        }
      }
    }
  }

  Result<void> read_evidence() {
    std::set<std::size_t> wanted;
    for (const auto& [pair, likeness] : pairs_) wanted.insert({pair.first, pair.second});
    for (const auto i : wanted) {
      Program& program = programs_[i];
      std::set<std::pair<ArticleId, Span>> sentences;
      const auto read = graph_.assertions_to(ids_[i], [&](const Assertion& assertion) {
        sentences.insert({assertion.evidence.article, assertion.evidence.sentence});
        if (is_counted(assertion, true) && assertion.from.kind() == EntityKind::kRegion)
          program.regions.insert(std::string(assertion.from.code()));
        return true;
      });
      if (!read) return read;
      program.evidence = sentences.size();
    }
    return {};
  }

  MergeProposal proposal(Pair pair, NameLikeness likeness) const {
    if (std::tuple(-static_cast<std::int64_t>(programs_[pair.second].evidence), ids_[pair.second]) <
        std::tuple(-static_cast<std::int64_t>(programs_[pair.first].evidence), ids_[pair.first]))
      std::swap(pair.first, pair.second);
    const auto name = [&](std::size_t i) {
      return ProposedName{
          {ids_[i], programs_[i].name}, programs_[i].evidence, programs_[i].regions.size()};
    };
    MergeProposal found{name(pair.first), name(pair.second), likeness, 0};
    const auto &a = programs_[pair.first].regions, &b = programs_[pair.second].regions;
    found.shared_regions = static_cast<std::uint64_t>(
        std::count_if(a.begin(), a.end(), [&](const auto& code) { return b.contains(code); }));
    return found;
  }

  const GraphReader& graph_;
  std::vector<Program> programs_;
  std::vector<EntityId> ids_;
  std::map<Pair, NameLikeness> pairs_;
};

}  // namespace

std::string_view likeness_name(NameLikeness likeness) {
  switch (likeness) {
    case NameLikeness::kMarks:
      return "marks";
    case NameLikeness::kYears:
      return "years";
    case NameLikeness::kPlace:
      return "place";
    case NameLikeness::kTail:
      return "tail";
    case NameLikeness::kLetter:
      return "letter";
  }
  return "";
}

Result<std::vector<MergeProposal>> merge_proposals(const GraphReader& graph) {
  return Proposals(graph).run();
}

}  // namespace zhengce
