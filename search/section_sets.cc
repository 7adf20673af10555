#include "search/section_sets.h"

#include <xapian.h>
#include <xxhash.h>

#include <utility>

#include "corpus/index_schema.h"
#include "search/document_set.h"
#include "search/section_text.h"

namespace zhengce {
namespace {

constexpr std::size_t kKeptBytes = 32u << 20;

// The terms of which a section is to have one.
struct Terms {
  std::string field;
  std::shared_ptr<const std::vector<std::string>> values;
  bool open = false;  // They begin so.

  std::string key() const {
    std::string all = (open ? "*" : "=") + field;
    for (const auto& value : *values) all += '\n' + value;
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(all.data(), all.size()));
    return {canonical.digest, canonical.digest + sizeof canonical.digest};
  }
};

DocumentSet documents_of(const Xapian::Database& shard, const Terms& terms) {
  DocumentSet out(shard.get_lastdocid());
  // More than all that hold text cannot be found.
  const Xapian::doccount all =
      shard.get_doccount() - shard.get_termfreq(std::string(schema::kNoSection));
  for (const auto& value : *terms.values) {
    if (out.size() >= all) break;
    const std::string term = terms.field + value;
    if (!terms.open) {
      out.insert_all(shard, term);
      continue;
    }
    const auto end = shard.allterms_end(term);
    for (auto longer = shard.allterms_begin(term); longer != end && out.size() < all; ++longer) {
      out.insert_all(shard, *longer);
    }
  }
  return out;
}

}  // namespace

struct SectionSets::Impl {
  // By shard and terms.
  LastUsed<std::string, DocumentSet, std::hash<std::string>> kept{kKeptBytes};

  std::shared_ptr<const DocumentSet> documents(const Xapian::Database& shard, const Terms& terms,
                                               const std::string& terms_key) {
    const std::string key = shard.get_uuid() + terms_key;
    if (auto known = kept.get(key)) return known;
    auto found = std::make_shared<const DocumentSet>(documents_of(shard, terms));
    kept.put(key, found, found->bytes());
    return found;
  }

  class Source : public Xapian::PostingSource {
   public:
    Source(Impl& owner, const Terms& terms) : Source(owner, terms, terms.key()) {}

    Source* clone() const override { return new Source(owner_, terms_, key_); }
    std::string name() const override { return "zhengce-sections"; }
    std::string get_description() const override { return terms_.field + "*"; }

    // Xapian calls this for each shard, on a clone of its own.
    void init(const Xapian::Database& shard) override {
      documents_ = owner_.documents(shard, terms_, key_);
      at_ = 0;
      ended_ = false;
    }
    Xapian::doccount get_termfreq_min() const override { return documents_->size(); }
    Xapian::doccount get_termfreq_est() const override { return documents_->size(); }
    Xapian::doccount get_termfreq_max() const override { return documents_->size(); }
    void next(double) override { move_to(at_ + 1); }
    void skip_to(Xapian::docid document, double) override {
      if (document > at_) move_to(document);
    }
    bool at_end() const override { return ended_; }
    Xapian::docid get_docid() const override { return at_; }

   private:
    Source(Impl& owner, Terms terms, std::string key)
        : owner_(owner), terms_(std::move(terms)), key_(std::move(key)) {}
    void move_to(Xapian::docid document) {
      const Xapian::docid found = documents_->from(document);
      ended_ = found == 0;
      if (!ended_) at_ = found;
    }

    Impl& owner_;
    Terms terms_;
    std::string key_;
    std::shared_ptr<const DocumentSet> documents_;
    Xapian::docid at_ = 0;
    bool ended_ = false;
  };
};

SectionSets::SectionSets() : impl_(std::make_unique<Impl>()) {}
SectionSets::~SectionSets() = default;

void SectionSets::begin_request() { impl_->kept.begin_request(); }

namespace {

Terms beginning_so(const std::string& prefix) {
  return {{}, std::make_shared<const std::vector<std::string>>(1, prefix), true};
}

}  // namespace

Xapian::Query SectionSets::beginning(const std::string& prefix) {
  return Xapian::Query((new Impl::Source(*impl_, beginning_so(prefix)))->release());
}

std::shared_ptr<const DocumentSet> SectionSets::documents(const Xapian::Database& shard,
                                                          const std::string& prefix) {
  const Terms terms = beginning_so(prefix);
  return impl_->documents(shard, terms, terms.key());
}

Xapian::Query SectionSets::with_values(std::string_view field,
                                       std::shared_ptr<const std::vector<std::string>> values,
                                       bool open) {
  const Terms terms{std::string(field), std::move(values), open};
  return Xapian::Query((new Impl::Source(*impl_, terms))->release());
}

}  // namespace zhengce
