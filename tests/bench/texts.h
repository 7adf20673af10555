#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "graph/graph_store.h"
#include "search/graph/graph_queries.h"

namespace zhengce::bench {

/// Hands over all that is searched, folded: one or more stretches of text a section, section by
/// section. Ends the program where reading fails.
void each_text(const GraphReader& graph,
               const std::function<void(const SectionKey& section, std::u32string text)>& visit);
/// The stretches of one section, folded, with line ends between.
std::u32string text_of(const GraphReader& graph, const SectionKey& section);

/// All that is searched, folded, in one stretch of bytes that a scan runs over at once: what
/// answers are held against. Ends the program where there is nothing, or where reading fails.
class Texts {
 public:
  explicit Texts(const GraphReader& graph);

  /// Stretches of text: one or more a section, one after the other.
  std::size_t size() const { return sections_.size(); }
  std::size_t bytes() const { return bytes_.size(); }
  std::u32string at(std::size_t n) const { return decode_utf8(utf8_at(n)); }
  std::string_view utf8_at(std::size_t n) const;
  const SectionKey& section(std::size_t n) const { return sections_[n]; }

  /// The sections that a folded phrase stands in. Numbers and Latin words count whole.
  std::set<SectionKey> holding(std::u32string_view phrase) const;

 private:
  std::string bytes_;
  std::vector<std::size_t> starts_;
  std::vector<SectionKey> sections_;
};

}  // namespace zhengce::bench
