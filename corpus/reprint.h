#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/article.h"
#include "corpus/index_schema.h"

/// When two sections are reprints of one another. Their titles and headings do not matter: of two
/// bodies, folded and without all but letters and digits, the sets of shingles (runs of
/// kShingleCharacters) are compared. They are reprints if
///  1. each has at least kLeastShingles: short texts and formulas of a line or two never are;
///  2. the larger set is at most kMostTimes the smaller one: what a long text quotes is no reprint
///     of it, and what many texts share does not tie them together;
///  3. at least kContained of the smaller set is in the larger one;
///  4. they do not call themselves different documents (are_other_documents());
///  5. they belong to different articles.
/// All is a pure function of the two sections. Groups are what is connected by such pairs.
namespace zhengce {

inline constexpr std::size_t kShingleCharacters = 6;
inline constexpr std::size_t kLeastShingles = 80;
inline constexpr std::size_t kMostTimes = 2;
inline constexpr double kContained = .8;

/// Raise it when sketches or the rules above change: stores are then grouped anew.
inline constexpr int kReprintVersion = 1;

/// What is kept of a section so that its reprints are found without reading every text: MinHash of
/// its shingles, and in which bands it is filed. Sections that share no band (one in thirty of the
/// pairs that barely pass the rules above, next to none of those that pass well) are not compared.
struct SectionSketch {
  static constexpr std::size_t kBands = 24;
  static constexpr std::size_t kMinima = 2 * kBands;

  std::uint32_t section = 0;
  std::uint32_t shingles = 0;                     ///< How many different ones.
  std::array<std::uint8_t, kMinima> minima = {};  ///< The last byte of each.
  std::array<std::uint32_t, kBands> bands = {};
  /// The least member of its group by article id and section; nothing without reprints.
  std::optional<SectionRef> group = {};
  bool operator==(const SectionSketch&) const = default;
};

/// Different shingles of a section's body, as 64-bit hashes, ascending. `text` is the article's,
/// decoded.
std::vector<std::uint64_t> shingles_of(const Article& article, std::u32string_view text,
                                       const Section& section);
/// Sketches of those sections that are long enough, in order.
std::vector<SectionSketch> sketches_of(const Article& article);

/// False for most pairs that are no reprints, by rules 1 and 2 and the minima; pairs that are pass.
bool may_be_reprints(const SectionSketch& a, const SectionSketch& b);
/// Rules 1 to 3.
bool are_reprints(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b);
/// True for articles that say themselves that they are different documents, or versions of one:
/// document numbers, days of signing or of coming into force that differ; marks that differ behind
/// one title ((试行), (2018修正)); laws, by their titles, whose titles or dates differ.
bool are_other_documents(const Article& a, const Article& b);

}  // namespace zhengce
