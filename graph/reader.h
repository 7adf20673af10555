#pragma once

#include <memory>
#include <set>
#include <string>
#include <utility>

#include "graph/database.h"
#include "graph/graph_store.h"

namespace zhengce {

/// The keys of keys::Family::kPlaces that follow from where an article was found.
std::set<std::string> places_of(const Article& article);

/// GraphReader over an open database: the writer's own or a frozen view.
class DatabaseReader final : public GraphReader {
 public:
  explicit DatabaseReader(std::unique_ptr<Database> database) : database_(std::move(database)) {}
  Database& database() { return *database_; }
  const Database& database() const { return *database_; }

  Result<std::uint64_t> sequence() const override;
  Result<std::optional<StoredArticle>> article(const ArticleId& id, bool with_text) const override;
  Result<std::optional<std::string>> text(const ArticleId& id) const override;
  Result<void> each_article(const std::function<bool(const StoredArticle&)>& visit) const override;
  Result<std::vector<ArticleId>> articles_at(std::string_view place) const override;
  Result<std::vector<ArticleId>> articles_by_prefix(std::string_view prefix,
                                                    std::size_t limit) const override;
  Result<Extraction> extraction(const ArticleId& id) const override;
  Result<std::optional<Entity>> entity(const EntityId& id) const override;
  Result<std::vector<Entity>> entities_named(std::string_view name,
                                             std::optional<EntityKind> kind) const override;
  Result<void> each_entity(EntityKind kind,
                           const std::function<bool(const Entity&)>& visit) const override;
  Result<void> assertions_from(const EntityId& from,
                               const std::function<bool(const Assertion&)>& visit) const override;
  Result<void> assertions_to(const EntityId& to,
                             const std::function<bool(const Assertion&)>& visit) const override;
  Result<void> assertions_from_regions(
      std::string_view code_prefix,
      const std::function<bool(const Assertion&)>& visit) const override;
  Result<void> assertions_to_regions(
      std::string_view code_prefix,
      const std::function<bool(const Assertion&)>& visit) const override;
  Result<void> candidates_of(const EntityId& entity,
                             const std::function<bool(const Candidate&)>& visit) const override;
  Result<void> each_log_entry(std::uint64_t after,
                              const std::function<bool(const LogEntry&)>& visit) const override;
  Result<void> each_subject(
      const std::function<bool(std::string_view code, std::uint64_t sections)>& visit)
      const override;
  Result<std::vector<SectionSketch>> sketches(const ArticleId& id) const override;
  Result<std::vector<SectionRef>> sections_in_band(std::uint32_t band) const override;
  Result<std::vector<SectionRef>> group_members(const SectionRef& group) const override;
  Result<std::optional<std::string>> meta(std::string_view name) const override;
  Result<Counts> counts() const override;
  Result<std::vector<std::string>> verify() const override;

 private:
  std::unique_ptr<Database> database_;
};

}  // namespace zhengce
