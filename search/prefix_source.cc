#include "search/prefix_source.h"

#include <xapian.h>

#include <bit>
#include <utility>

#include "corpus/index_schema.h"
#include "search/section_text.h"

namespace zhengce {
namespace {

constexpr std::size_t kKeptBytes = 32u << 20;
constexpr unsigned kWordBits = 64;

// Documents of one shard, a bit each.
class DocumentSet {
 public:
  DocumentSet(const Xapian::Database& shard, const std::string& prefix)
      : words_(shard.get_lastdocid() / kWordBits + 1) {
    // More than all that hold text cannot be found.
    const Xapian::doccount all =
        shard.get_doccount() - shard.get_termfreq(std::string(schema::kNoSection));
    const auto end = shard.allterms_end(prefix);
    for (auto term = shard.allterms_begin(prefix); term != end && size_ < all; ++term) {
      const std::string name = *term;
      const auto last = shard.postlist_end(name);
      for (auto posting = shard.postlist_begin(name); posting != last; ++posting) insert(*posting);
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

struct PrefixSections::Impl {
  // By shard and prefix.
  LastUsed<std::string, DocumentSet, std::hash<std::string>> kept{kKeptBytes};

  std::shared_ptr<const DocumentSet> documents(const Xapian::Database& shard,
                                               const std::string& prefix) {
    const std::string key = shard.get_uuid() + prefix;
    if (auto known = kept.get(key)) return known;
    auto found = std::make_shared<const DocumentSet>(shard, prefix);
    kept.put(key, found, found->bytes());
    return found;
  }

  class Source : public Xapian::PostingSource {
   public:
    Source(Impl& owner, std::string prefix) : owner_(owner), prefix_(std::move(prefix)) {}

    Source* clone() const override { return new Source(owner_, prefix_); }
    std::string name() const override { return "zhengce-prefix"; }
    std::string get_description() const override { return prefix_ + "*"; }

    // Xapian calls this for each shard, on a clone of its own.
    void init(const Xapian::Database& shard) override {
      documents_ = owner_.documents(shard, prefix_);
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
    void move_to(Xapian::docid document) {
      const Xapian::docid found = documents_->from(document);
      ended_ = found == 0;
      if (!ended_) at_ = found;
    }

    Impl& owner_;
    std::string prefix_;
    std::shared_ptr<const DocumentSet> documents_;
    Xapian::docid at_ = 0;
    bool ended_ = false;
  };
};

PrefixSections::PrefixSections() : impl_(std::make_unique<Impl>()) {}
PrefixSections::~PrefixSections() = default;

void PrefixSections::begin_request() { impl_->kept.begin_request(); }

Xapian::Query PrefixSections::query(const std::string& prefix) {
  return Xapian::Query((new Impl::Source(*impl_, prefix))->release());
}

}  // namespace zhengce
