#include <algorithm>
#include <set>
#include <unordered_map>

#include "indexer/extract/extractor.h"
#include "indexer/extract/reading.h"

namespace zhengce {
namespace {

/// The article's text as names are normalized: folded, straight quotation marks, no blanks, with
/// the way back.
struct Squeezed {
  std::u32string text;
  std::vector<std::uint32_t> origin;
};

Squeezed squeeze(std::u32string_view norm) {
  Squeezed out;
  out.text.reserve(norm.size());
  out.origin.reserve(norm.size());
  for (std::uint32_t i = 0; i < norm.size(); ++i) {
    char32_t c = norm[i];
    if (is_blank(c)) continue;
    if (one_of(c, U"“”„‟«»「」『』〝〞＂")) c = U'"';
    out.text.push_back(c);
    out.origin.push_back(i);
  }
  return out;
}

constexpr std::size_t kGram = 3;
static_assert(kShortestKnown > kGram);

/// The first three code points of `text`, as one number.
std::uint64_t gram_at(std::u32string_view text) {
  return (std::uint64_t{text[0]} << 42) ^ (std::uint64_t{text[1]} << 21) ^ text[2];
}

/// Runs of three code points; says of few that it holds them though it does not.
class Grams {
 public:
  explicit Grams(std::size_t expected) {
    std::size_t words = 64;
    while (words < expected / 4) words *= 2;  // 16 bits and more a run
    bits_.resize(words);
  }
  void add(std::uint64_t gram) {
    const auto bit = slot(gram);
    bits_[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }
  bool may_hold(std::uint64_t gram) const {
    const auto bit = slot(gram);
    return (bits_[bit / 64] >> (bit % 64)) & 1;
  }

 private:
  std::size_t slot(std::uint64_t gram) const {
    return static_cast<std::size_t>((gram * 0x9E3779B97F4A7C15ull) >> 20) & (bits_.size() * 64 - 1);
  }
  std::vector<std::uint64_t> bits_;
};

struct Mention {
  Span span;
  const Extractor::KnownName* name;
};

/// Whether a name at `span` stands alone there and is not part of a longer one.
bool stands_alone(std::u32string_view norm, const RuleSet::Impl& rules, Span span) {
  if (span.start > 0) {
    const char32_t before = norm[span.start - 1];
    const auto word_character = [](char32_t c) {
      return (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9') || c == U'·' || c == U'+';
    };
    if (word_character(before)) return false;
    // “四邻共治”改革试点: the words behind a quoted name belong to it.
    if (one_of(before, U"”’」』")) return false;
    if (is_han(before)) {
      // After a verb, a particle, a place or a conjunction; other Han before it belong to a longer
      // name.
      bool bound = one_of(before, U"的了好以和与及是在把将对为等省市县区州盟旗我从到出过");
      for (const auto which :
           {List::kCreated, List::kRuns, List::kPilots, List::kExtends, List::kLearnsFrom,
            List::kEnters, List::kBy, List::kAdverb, List::kStrip, List::kIssue, List::kEnded,
            List::kPlans, List::kCarrier}) {
        bound = bound || rules.list(which).longest_ending(norm, span.start) > 1;
      }
      if (!bound) return false;
    }
  }
  if (span.end >= norm.size()) return true;
  const char32_t after = norm[span.end];
  if ((after >= U'a' && after <= U'z') || (after >= U'0' && after <= U'9') || after == U'·' ||
      after == U'+')
    return false;
  const bool tailed = rules.list(List::kTail).ends(slice(norm, span));
  return !(tailed && rules.list(List::kTailNot).longest_at(norm, span.end) > 0);
}

/// Where `names` stand alone in the text `norm`.
std::vector<Mention> standing(std::u32string_view norm, const RuleSet::Impl& rules,
                              const std::vector<Extractor::KnownName>& names) {
  const auto squeezed = squeeze(norm);
  const std::u32string_view text = squeezed.text;
  Grams there(text.size());
  for (std::size_t i = 0; i + kGram <= text.size(); ++i) there.add(gram_at(text.substr(i)));
  // Most names are ruled out by their first or last three; the others are looked for in one pass.
  std::unordered_multimap<std::u32string, const Extractor::KnownName*> wanted;
  std::unordered_map<std::uint64_t, std::set<std::size_t>> sizes;  // By the first three.
  for (const auto& name : names) {
    if (!Extractor::is_looked_for(name.normalized)) continue;
    auto characters = decode_utf8(name.normalized);
    const auto first = gram_at(characters);
    const auto last = gram_at(std::u32string_view(characters).substr(characters.size() - kGram));
    if (there.may_hold(first) && there.may_hold(last)) {
      sizes[first].insert(characters.size());
      wanted.emplace(std::move(characters), &name);
    }
  }
  Grams begins(sizes.size());
  for (const auto& known : sizes) begins.add(known.first);
  std::vector<Mention> mentions;
  for (std::size_t at = 0; at + kGram <= text.size() && !wanted.empty(); ++at) {
    const auto gram = gram_at(text.substr(at));
    if (!begins.may_hold(gram)) continue;
    const auto known = sizes.find(gram);
    if (known == sizes.end()) continue;
    for (const std::size_t size : known->second) {
      if (at + size > text.size()) break;
      const auto [first, last] = wanted.equal_range(std::u32string(text.substr(at, size)));
      for (auto i = first; i != last; ++i) {
        const Span span{squeezed.origin[at], squeezed.origin[at + size - 1] + 1};
        if (stands_alone(norm, rules, span)) mentions.push_back({span, i->second});
      }
    }
  }
  return mentions;
}

/// Whether the first word of the name at `span`, behind adverbs, is a verb of running: 全面深化….
bool begins_with_verb(std::u32string_view norm, const RuleSet::Impl& rules, Span span) {
  for (auto pos = span.start; pos < span.end;) {
    if (rules.list(List::kRuns).longest_at(norm, pos) > 0) return true;
    const auto n = rules.list(List::kAdverb).longest_at(norm, pos);
    if (n == 0) return false;
    pos += static_cast<std::uint32_t>(n);
  }
  return false;
}

/// The places of programs that stage one found: those stay as they are.
class Taken {
 public:
  explicit Taken(const Extraction& stage_one) {
    for (const auto& candidate : stage_one.candidates) {
      if (candidate.entity.kind() == EntityKind::kProgram && !candidate.evidence.mention.empty())
        spans_.push_back(candidate.evidence.mention);
    }
    std::sort(spans_.begin(), spans_.end());
  }
  bool overlaps(Span span) const {
    auto i = std::upper_bound(spans_.begin(), spans_.end(), Span{span.end, 0});
    for (int back = 0; i != spans_.begin() && back < 16; ++back) {
      --i;
      if (i->start < span.end && span.start < i->end) return true;
    }
    return false;
  }

 private:
  std::vector<Span> spans_;
};

}  // namespace

bool Extractor::is_looked_for(std::string_view normalized) {
  return count_code_points(normalized) >= kShortestKnown;
}

Extraction Extractor::without_known(Extraction extraction) const {
  const auto* pattern = rules_->impl().pattern("known");
  if (pattern == nullptr) return extraction;
  const auto is_known = [&](const auto& found) { return found.evidence.rule == pattern->rule; };
  std::erase_if(extraction.candidates, is_known);
  std::erase_if(extraction.assertions, is_known);
  return extraction;
}

bool Extractor::may_add_known(const Article& article, const std::vector<KnownName>& names,
                              const Extraction& stage_one) const {
  const auto norm = normalize_page(decode_utf8(article.text), title_of(article));
  const auto mentions = standing(norm, rules_->impl(), names);
  const Taken taken(stage_one);
  return std::any_of(mentions.begin(), mentions.end(),
                     [&](const Mention& mention) { return !taken.overlaps(mention.span); });
}

void Extractor::add_known(const Article& article, const std::vector<KnownName>& names,
                          Extraction& extraction) const {
  const auto& rules = rules_->impl();
  const auto* pattern = rules.pattern("known");
  if (!pattern || names.empty() || article.sections.empty()) return;
  const auto norm = normalize_page(decode_utf8(article.text), title_of(article));
  auto mentions = standing(norm, rules, names);
  // The longest name wins; what stage one found stays as it is.
  const Taken taken(extraction);
  std::sort(mentions.begin(), mentions.end(), [](const Mention& a, const Mention& b) {
    return a.span.start != b.span.start ? a.span.start < b.span.start
           : a.span.end != b.span.end   ? a.span.end > b.span.end
                                        : a.name->entity < b.name->entity;
  });
  std::vector<Mention> kept;
  for (const auto& mention : mentions) {
    if (taken.overlaps(mention.span) ||
        (!kept.empty() && mention.span.start < kept.back().span.end))
      continue;
    kept.push_back(mention);
  }
  if (kept.empty()) return;

  Reading reading(*gazetteer_, rules, article);
  for (const auto& section : article.sections) {
    reading.each_sentence(section, [&](const Reading::Sentence& sentence, Doers& doers) {
      auto i =
          std::lower_bound(kept.begin(), kept.end(), sentence.span.start,
                           [](const Mention& m, std::uint32_t pos) { return m.span.start < pos; });
      for (; i != kept.end() && i->span.end <= sentence.span.end; ++i) {
        const auto evidence = reading.evidence(section, sentence.span, i->span, *pattern);
        extraction.candidates.push_back(
            {i->name->entity, encode_utf8(reading.page.text(i->span)), Support::kKnown, evidence});
        auto governance = governance_of(reading.page, rules, sentence.context, i->span);
        // 全面深化服务贸易创新发展试点: its own first word says that it is done.
        governance.verb = governance.verb || begins_with_verb(reading.page.norm, rules, i->span);
        // A name that does not end like a program may be an ordinary word here: then it is only
        // named.
        const bool program = rules.list(List::kTail).ends(reading.page.folded(i->span)) ||
                             rules.list(List::kHead).longest_at(reading.page.norm, i->span.end) > 0;
        const auto relation = governance.verb && program ? governance.relation : Relation::kNames;
        assert_run(doers.of(sentence.span, i->span.start, relation == Relation::kLearnsFrom),
                   relation, reading.modality(sentence, governance), i->name->entity, evidence,
                   extraction);
      }
    });
  }
  normalize(extraction);
}

}  // namespace zhengce
