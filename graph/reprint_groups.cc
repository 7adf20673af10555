#include "graph/reprint_groups.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "corpus/message.h"

namespace zhengce {
namespace {

// Shingles that are kept at hand for further comparisons.
constexpr std::size_t kKeptShingles = 4u << 20;

class Grouping {
 public:
  Grouping(const GraphReader* stored, const std::vector<ArticleSketches>& changed,
           const ReadArticle& read)
      : stored_(stored), changed_(changed), read_(read) {}

  Result<std::vector<ArticleSketches>> run() {
    for (const auto& step : {&Grouping::take_changed, &Grouping::take_broken_groups,
                             &Grouping::link_all, &Grouping::settle}) {
      if (const auto done = (this->*step)(); !done) return done.error();
    }
    std::vector<ArticleSketches> out;
    for (auto& [id, row] : rows_) {
      if (row.now != row.before) out.push_back({id, std::move(row.now)});
    }
    return out;
  }

 private:
  struct Row {
    std::vector<SectionSketch> before;  ///< As stored.
    std::vector<SectionSketch> now;
  };
  struct Text {
    std::shared_ptr<const Article> article;
    std::map<std::uint32_t, std::vector<std::uint64_t>> shingles;
  };

  // The article's row as stored, or as changed.
  Result<Row*> row(const ArticleId& id) {
    const auto [place, is_new] = rows_.try_emplace(id);
    if (is_new && stored_ != nullptr) {
      auto sketches = stored_->sketches(id);
      if (!sketches) return sketches.error();
      place->second.before = std::move(*sketches);
      place->second.now = place->second.before;
    }
    return &place->second;
  }
  static SectionSketch* sketch_in(Row& row, std::uint32_t section) {
    const auto place =
        std::find_if(row.now.begin(), row.now.end(),
                     [&](const SectionSketch& sketch) { return sketch.section == section; });
    return place == row.now.end() ? nullptr : &*place;
  }
  Result<std::vector<SectionRef>> members(const SectionRef& group) const {
    return stored_ == nullptr ? std::vector<SectionRef>() : stored_->group_members(group);
  }

  Result<void> take_changed() {
    for (const ArticleSketches& article : changed_) {
      auto entry = row(article.article);
      if (!entry) return entry.error();
      for (const SectionSketch& sketch : (*entry)->before) {
        if (sketch.group) broken_.insert(*sketch.group);
      }
      (*entry)->now = article.sections;
      for (SectionSketch& sketch : (*entry)->now) {
        sketch.group.reset();
        loose_.insert({article.article, sketch.section});
      }
      is_changed_.insert(article.article);
    }
    return {};
  }

  // What is left of a group that lost a member may fall apart.
  Result<void> take_broken_groups() {
    for (const SectionRef& group : broken_) {
      const auto left = members(group);
      if (!left) return left.error();
      for (const SectionRef& member : *left) {
        if (is_changed_.contains(member.article)) continue;
        auto entry = row(member.article);
        if (!entry) return entry.error();
        SectionSketch* sketch = sketch_in(**entry, member.section);
        if (sketch == nullptr) return missing(member);
        sketch->group.reset();
        loose_.insert(member);
      }
    }
    return {};
  }

  // Finds the pairs. A section from a broken group had no others outside of it than those that
  // changed, which find it.
  Result<void> link_all() {
    std::unordered_map<std::uint32_t, std::vector<SectionRef>> loose_bands;
    for (const SectionRef& section : loose_) {
      // A copy: looking at others may add rows.
      const SectionSketch sketch = *sketch_in(rows_[section.article], section.section);
      std::set<SectionRef> near;
      for (const std::uint32_t band : sketch.bands) {
        auto& filed = loose_bands[band];
        near.insert(filed.begin(), filed.end());
        filed.push_back(section);
        if (stored_ == nullptr || !is_changed_.contains(section.article)) continue;
        const auto there = stored_->sections_in_band(band);
        if (!there) return there.error();
        for (const SectionRef& other : *there) {
          if (!is_changed_.contains(other.article) && !loose_.contains(other)) near.insert(other);
        }
      }
      for (const SectionRef& other : near) {
        if (other.article == section.article) continue;
        if (const auto linked = link(section, sketch, other); !linked) return linked.error();
      }
    }
    return {};
  }

  Result<void> link(const SectionRef& section, const SectionSketch& sketch,
                    const SectionRef& other) {
    auto entry = row(other.article);
    if (!entry) return entry.error();
    const SectionSketch* other_sketch = sketch_in(**entry, other.section);
    // A band that names a section without sketch is `check`'s to tell.
    if (other_sketch == nullptr || !may_be_reprints(sketch, *other_sketch)) return {};
    // A whole group that is stored and not broken stands for its members.
    const SectionRef far = other_sketch->group.value_or(other);
    if (root(section) == root(far)) return {};
    const auto same = compare(section, other);
    if (!same) return same.error();
    if (*same) parent_[root(section)] = root(far);
    return {};
  }

  SectionRef root(const SectionRef& section) {
    const auto place = parent_.try_emplace(section, section).first;
    if (place->second == section) return section;
    const SectionRef top = root(place->second);
    parent_[section] = top;
    return top;
  }

  Result<bool> compare(const SectionRef& a, const SectionRef& b) {
    if (kept_ > kKeptShingles) {
      texts_.clear();
      kept_ = 0;
    }
    auto one = text(a);
    if (!one) return one.error();
    auto other = text(b);
    if (!other) return other.error();
    return !are_other_documents(*(*one)->article, *(*other)->article) &&
           are_reprints((*one)->shingles[a.section], (*other)->shingles[b.section]);
  }

  Result<Text*> text(const SectionRef& section) {
    Text& text = texts_[section.article];
    if (text.article == nullptr) {
      auto article = read_(section.article);
      if (!article) return article.error();
      if (*article == nullptr) return missing(section);
      text.article = std::move(*article);
    }
    const auto [place, is_new] = text.shingles.try_emplace(section.section);
    if (is_new) {
      const auto& sections = text.article->sections;
      if (section.section >= sections.size()) return missing(section);
      place->second =
          shingles_of(*text.article, decode_utf8(text.article->text), sections[section.section]);
      kept_ += place->second.size();
    }
    return &text;
  }

  static Error missing(const SectionRef& section) {
    return {ErrorCode::kCorrupt,
            message(_("groups of reprints: {}#{} is not there; run `zhengce rebuild`"),
                    section.article.hex(), section.section)};
  }

  // Names the groups there are now.
  Result<void> settle() {
    std::map<SectionRef, std::vector<SectionRef>> groups;
    for (const SectionRef& section : loose_) groups[root(section)].push_back(section);
    for (const auto& [section, above] : parent_) {
      if (loose_.contains(section)) continue;
      auto& group = groups[root(section)];
      const auto whole = members(section);  // A group, or a section without one.
      if (!whole) return whole.error();
      if (whole->empty())
        group.push_back(section);
      else
        group.insert(group.end(), whole->begin(), whole->end());
    }
    for (const auto& [top, group] : groups) {
      const SectionRef least = *std::min_element(group.begin(), group.end());
      for (const SectionRef& member : group) {
        auto entry = row(member.article);
        if (!entry) return entry.error();
        SectionSketch* sketch = sketch_in(**entry, member.section);
        if (sketch == nullptr) return missing(member);
        sketch->group = group.size() > 1 ? std::optional(least) : std::nullopt;
      }
    }
    return {};
  }

  const GraphReader* stored_;
  const std::vector<ArticleSketches>& changed_;
  const ReadArticle& read_;
  std::map<ArticleId, Row> rows_;
  std::set<ArticleId> is_changed_;
  std::set<SectionRef> broken_;              ///< Groups that lost a member, perhaps to get it back.
  std::set<SectionRef> loose_;               ///< Sections that are in no group yet.
  std::map<SectionRef, SectionRef> parent_;  ///< Of sections, and of groups by their ids.
  std::map<ArticleId, Text> texts_;
  std::size_t kept_ = 0;
};

}  // namespace

Result<std::vector<ArticleSketches>> group_reprints(const GraphReader* stored,
                                                    const std::vector<ArticleSketches>& changed,
                                                    const ReadArticle& read) {
  return Grouping(stored, changed, read).run();
}

}  // namespace zhengce
