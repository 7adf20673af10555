#include "search/section_sets.h"

#include <xapian.h>
#include <xxhash.h>

#include <bit>
#include <utility>

#include "corpus/index_schema.h"
#include "search/section_text.h"

namespace zhengce {
namespace {

constexpr std::size_t kKeptBytes = 32u << 20;
constexpr unsigned kWordBits = 64;

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

// Documents of one shard, a bit each.
class DocumentSet {
 public:
  DocumentSet(const Xapian::Database& shard, const Terms& terms)
      : words_(shard.get_lastdocid() / kWordBits + 1) {
    // More than all that hold text cannot be found.
    const Xapian::doccount all =
        shard.get_doccount() - shard.get_termfreq(std::string(schema::kNoSection));
    for (const auto& value : *terms.values) {
      const std::string term = terms.field + value;
      if (!terms.open) {
        insert_all(shard, term);
      } else {
        const auto end = shard.allterms_end(term);
        for (auto longer = shard.allterms_begin(term); longer != end && size_ < all; ++longer) {
          insert_all(shard, *longer);
        }
      }
      if (size_ >= all) break;
    }
  }

  Xapian::doccount size() const { return size_; }
  std::size_t bytes() const { return words_.size() * sizeof(std::uint64_t); }
  /// The first from this one on, 0 if there is none.
  Xapian::docid from(Xapian::docid document) const {
    std::size_t word = document / kWordBits;
    if (word >= words_.size()) return 0;
    std::uint64_t bits = words_[word] >> (document % kWordBits) << (document % kWordBits);
    while (bits == 0) {
      if (++word == words_.size()) return 0;
      bits = words_[word];
    }
    return static_cast<Xapian::docid>(word * kWordBits +
                                      static_cast<unsigned>(std::countr_zero(bits)));
  }

 private:
  void insert_all(const Xapian::Database& shard, const std::string& term) {
    const auto end = shard.postlist_end(term);
    for (auto posting = shard.postlist_begin(term); posting != end; ++posting) insert(*posting);
  }
  void insert(Xapian::docid document) {
    std::uint64_t& word = words_[document / kWordBits];
    const std::uint64_t bit = std::uint64_t{1} << (document % kWordBits);
    if ((word & bit) == 0) ++size_;
    word |= bit;
  }

  std::vector<std::uint64_t> words_;
  Xapian::doccount size_ = 0;
};

}  // namespace

struct SectionSets::Impl {
  // By shard and terms.
  LastUsed<std::string, DocumentSet, std::hash<std::string>> kept{kKeptBytes};

  std::shared_ptr<const DocumentSet> documents(const Xapian::Database& shard, const Terms& terms,
                                               const std::string& terms_key) {
    const std::string key = shard.get_uuid() + terms_key;
    if (auto known = kept.get(key)) return known;
    auto found = std::make_shared<const DocumentSet>(shard, terms);
    kept.put(key, found, found->bytes());
    return found;
  }

  class Source : public Xapian::PostingSource {
   public:
    Source(Impl& owner, Terms terms) : Source(owner, terms, terms.key()) {}

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

Xapian::Query SectionSets::beginning(const std::string& prefix) {
  return with_values(
      {}, std::make_shared<const std::vector<std::string>>(std::vector<std::string>{prefix}), true);
}

Xapian::Query SectionSets::with_values(std::string_view field,
                                       std::shared_ptr<const std::vector<std::string>> values,
                                       bool open) {
  Terms terms{std::string(field), std::move(values), open};
  return Xapian::Query((new Impl::Source(*impl_, std::move(terms)))->release());
}

}  // namespace zhengce
