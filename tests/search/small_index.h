#pragma once

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "corpus/analysis/fold.h"
#include "corpus/analysis/lexicon.h"
#include "corpus/article.h"
#include "graph/data_dir.h"
#include "graph/graph_store.h"
#include "indexer/index_writer.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace zhengce::test {

/// A section to make up: what it says, and what extraction is to have found in it.
struct MadeSection {
  std::string heading;
  std::string body;
  std::vector<std::string> about;
  std::vector<std::string> mentions;
  /// Programs named in it; the regions it is about run them.
  std::vector<std::string> programs;
  std::vector<std::string> organizations;
};

struct MadeArticle {
  std::string title;
  std::vector<MadeSection> sections;
  std::string number, issuer, source = "某报", date, key;
};

/// An article of one section that says `body`.
inline MadeArticle article_saying(const std::string& title, const std::string& body) {
  MadeArticle made;
  made.title = title;
  made.sections.push_back({"", body, {}, {}, {}, {}});
  return made;
}

inline Article article_of(const MadeArticle& made, Extraction& extraction) {
  Article article;
  std::u32string text = decode_utf8(made.title) + U"\n";
  const auto here = [&] { return static_cast<std::uint32_t>(text.size()); };
  article.title = made.title;
  article.parts.push_back({{0, here()}, PartKind::kTitle});
  for (const MadeSection& made_section : made.sections) {
    Section section;
    section.n = static_cast<std::uint32_t>(article.sections.size());
    section.span.start = made_section.heading.empty() && section.n == 0 ? 0 : here();
    const std::uint32_t start = here();
    if (!made_section.heading.empty()) {
      text += decode_utf8(made_section.heading);
      section.heading = made_section.heading;
      section.heading_span = {start, here()};
      text += U"\n";
    }
    text += decode_utf8(made_section.body) + U"\n";
    section.span.end = here();
    section.about = made_section.about;
    article.parts.push_back({{start, here()}, PartKind::kBody});
    article.sections.push_back(section);
    extraction.mentioned_regions.push_back(made_section.mentions);
  }
  article.text = encode_utf8(text);
  article.id = article_id(decode_utf8(made.title), text, article.parts);
  article.number = made.number;
  article.issuer = made.issuer;
  article.published = Date::parse(made.date);
  article.sources = {{made.key, "", made.title + ".txt", made.source}};
  return article;
}

/// A data directory with the articles in graph and index.
class SmallIndex {
 public:
  explicit SmallIndex(const std::vector<MadeArticle>& made) {
    auto dir = DataDir::create(path());
    REQUIRE(dir);
    dir_ = *dir;
    add(made);
  }

  std::filesystem::path path() const { return temp_.path() / "data"; }
  const std::vector<Article>& articles() const { return articles_; }
  const DataDir& dir() const { return dir_; }

  /// Adds one batch. With `index` false the index does not learn of it.
  void add(const std::vector<MadeArticle>& made, bool index = true) {
    REQUIRE(try_add(made, index));
  }
  /// The same without a word to Catch, which takes them from one thread alone.
  Result<void> try_add(const std::vector<MadeArticle>& made, bool index = true) {
    auto store = GraphStore::open(dir_.graph());
    if (!store) return store.error();
    GraphBatch batch;
    for (const MadeArticle& one : made) batch.puts.push_back(put_of(one));
    for (const auto& [id, entity] : entities_) batch.entities.push_back(entity);
    if (const auto sequence = store->commit(batch); !sequence) return sequence.error();
    return index ? apply(*store) : Result<void>();
  }

  /// Takes an article out of search, as a newer version of it would. The index does not learn of
  /// it.
  void retire(const ArticleId& id) {
    auto store = GraphStore::open(dir_.graph());
    REQUIRE(store);
    auto stored = store->reader().article(id, true);
    REQUIRE((stored && *stored));
    GraphBatch batch;
    (*stored)->current = false;
    batch.puts.push_back({**stored, {}, false});
    REQUIRE(store->commit(batch));
  }

 private:
  Result<void> apply(const GraphStore& store) const {
    auto writer = IndexWriter::open(dir_, Lexicon::standard());
    if (!writer) return writer.error();
    return writer->apply(store.reader());
  }

  EntityId entity(EntityKind kind, const std::string& name) {
    const EntityId id = EntityId::of(kind, normalize_name(name));
    Entity& entity = entities_[id];
    entity.id = id;
    entity.name = name;
    if (entity.forms.empty()) entity.forms.push_back({name, 0});
    ++entity.forms.front().count;
    ++entity.strong_sections;
    entity.visible = true;
    return id;
  }

  GraphBatch::Put put_of(const MadeArticle& made) {
    GraphBatch::Put put;
    put.article.article = article_of(made, put.extraction);
    const Article& article = put.article.article;
    articles_.push_back(article);
    for (std::size_t n = 0; n < made.sections.size(); ++n) {
      const MadeSection& section = made.sections[n];
      Evidence evidence;
      evidence.article = article.id;
      evidence.section = static_cast<std::uint32_t>(n);
      evidence.sentence = trim(decode_utf8(article.text), article.parts[n + 1].span);
      evidence.mention = {evidence.sentence.start, evidence.sentence.start + 1};
      evidence.rule = "made";
      evidence.rule_version = 1;
      evidence.confidence = .9f;
      for (const auto& name : section.programs) {
        const EntityId id = entity(EntityKind::kProgram, name);
        put.extraction.candidates.push_back({id, name, Support::kStrong, evidence});
        for (const auto& code : section.about) {
          put.extraction.assertions.push_back(
              {EntityId::region(code), Relation::kRuns, id, Modality::kRuns, evidence});
        }
      }
      for (const auto& name : section.organizations) {
        const EntityId id = entity(EntityKind::kOrganization, name);
        put.extraction.candidates.push_back({id, name, Support::kStrong, evidence});
      }
    }
    std::sort(put.extraction.candidates.begin(), put.extraction.candidates.end());
    std::sort(put.extraction.assertions.begin(), put.extraction.assertions.end());
    return put;
  }

  TempDir temp_;
  DataDir dir_;
  std::vector<Article> articles_;
  std::map<EntityId, Entity> entities_;
};

}  // namespace zhengce::test
