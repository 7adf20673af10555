#pragma once

#include <optional>
#include <string>
#include <vector>

#include "search/graph/graph_queries.h"
#include "tests/graph/made.h"
#include "tests/support/temp_dir.h"

// A small graph told in sentences.
namespace zhengce::test {

struct Said {
  EntityId from;
  Relation relation;
  EntityId to;
  const char* sentence;
  float confidence = 0.9f;
  Modality modality = Modality::kRuns;
  std::optional<Quantity> quantity = {};
};

inline EntityId region(std::string_view code) { return EntityId::region(code); }

// A store made by hand: articles that say things.
class Story {
 public:
  Story() : store_(open(dir_.path() / "graph")) {}

  /// An article about regions, dated, made of the sentences of what it says.
  ArticleId article(std::vector<std::string> about, const char* date,
                    const std::vector<Said>& facts) {
    const auto id = id_of(++articles_);
    std::string text = "导语。";
    for (const Said& said : facts) text += said.sentence;
    auto put = make_put(id, "报道" + std::to_string(articles_), text, std::move(about));
    put.article.article.published = Date::parse(date);
    put.article.article.number = "某发〔2024〕" + std::to_string(articles_) + "号";
    const std::u32string whole = decode_utf8(text);
    for (const Said& said : facts) {
      const std::u32string sentence = decode_utf8(said.sentence);
      const auto start = static_cast<std::uint32_t>(whole.find(sentence));
      put.extraction.assertions.push_back(
          assertion(said.from, said.relation, said.to,
                    evidence_at(id, 0, {start, start + static_cast<std::uint32_t>(sentence.size())},
                                said.confidence),
                    said.modality));
      put.extraction.assertions.back().quantity = said.quantity;
    }
    batch_.puts.push_back(std::move(put));
    return id;
  }
  /// The last article, to be changed before graph().
  Article& last() { return batch_.puts.back().article.article; }
  void name(EntityKind kind, const std::string& name, bool visible = true) {
    auto entity = entity_named(kind, name);
    entity.visible = visible;
    batch_.entities.push_back(std::move(entity));
  }
  const GraphReader& graph() {
    if (const auto committed = store_.commit(batch_); !committed) {
      throw std::runtime_error(committed.error().message);
    }
    batch_ = {};
    return store_.reader();
  }

 private:
  static GraphStore open(const std::filesystem::path& dir) {
    auto store = GraphStore::open(dir);
    if (!store) throw std::runtime_error(store.error().message);
    return std::move(*store);
  }
  TempDir dir_;
  GraphStore store_;
  GraphBatch batch_;
  std::uint32_t articles_ = 0;
};

}  // namespace zhengce::test
