#pragma once

#include <algorithm>
#include <filesystem>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "corpus/analysis/fold.h"
#include "corpus/article.h"
#include "corpus/text.h"
#include "indexer/indexer.h"
#include "search/searcher.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace zhengce::test {

/// A section of the sample corpus as a reader sees it.
struct SampleSection {
  ArticleId id;
  Article article;
  Section section;
  std::vector<std::u32string> folded;  ///< The stretches that are searched.
  Extraction extraction;
};

/// The sample corpus (corpus/sample), indexed once a process.
class SampleIndex {
 public:
  static const SampleIndex& get() {
    static const SampleIndex index;
    return index;
  }
  std::filesystem::path path() const { return temp_.path() / "data"; }
  const std::vector<SampleSection>& sections() const { return sections_; }

  /// `length` ideographs in a row from somewhere.
  std::u32string draw(std::mt19937& random, std::size_t length) const {
    for (;;) {
      const auto& section = sections_[random() % sections_.size()];
      if (section.folded.empty()) continue;
      const auto& text = section.folded[random() % section.folded.size()];
      if (text.size() <= length) continue;
      const auto piece = text.substr(random() % (text.size() - length), length);
      if (std::all_of(piece.begin(), piece.end(), is_han)) return piece;
    }
  }

 private:
  SampleIndex() {
    {
      auto indexer = Indexer::open(path());
      REQUIRE(indexer);
      REQUIRE(indexer->add({ZHENGCE_SOURCE_DIR "/corpus/sample"}, [](const InputReport&) {}));
    }
    auto searcher = Searcher::open(path());
    REQUIRE(searcher);
    const GraphReader& graph = searcher->graph();
    std::vector<ArticleId> ids;
    REQUIRE(graph.each_article([&](const StoredArticle& stored) {
      if (stored.current) ids.push_back(stored.article.id);
      return true;
    }));
    for (const ArticleId& id : ids) {
      const auto stored = graph.article(id, true);
      REQUIRE((stored && *stored));
      const auto extraction = graph.extraction(id);
      REQUIRE(extraction);
      const std::u32string text = decode_utf8((*stored)->article.text);
      for (const Section& section : (*stored)->article.sections) {
        SampleSection one{id, (*stored)->article, section, {}, *extraction};
        for (const Span span : indexed_spans(one.article, section)) {
          one.folded.push_back(fold_text(slice(text, span)));
        }
        sections_.push_back(std::move(one));
      }
    }
    REQUIRE(sections_.size() > 40);
  }

  TempDir temp_;
  std::vector<SampleSection> sections_;
};

}  // namespace zhengce::test
