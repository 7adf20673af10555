#include "search/term_scores.h"

#include <xapian.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

namespace zhengce {
namespace {

constexpr double kK1 = 1.2;
constexpr double kK3 = 2;
constexpr double kB = .85;
constexpr double kMinNormLength = .1;
constexpr double kDelta = .3;
constexpr double kGrain = 1048576;  // 2^20

class Bm25Plus {
 public:
  explicit Bm25Plus(const TermWorth& worth) : average_length_(worth.average_length) {
    const double in_query = worth.in_query;
    weight_ = worth.weight * (kK3 + 1) * in_query / (kK3 + in_query);
  }
  double points(double in_section, double length) const {
    // No call, as std::round() would be; points are never negative.
    return static_cast<double>(static_cast<std::int64_t>(exact(in_section, length) * kGrain + .5)) /
           kGrain;
  }
  double at_most(double in_section, double length) const {
    return std::ceil(exact(in_section, length) * kGrain) / kGrain;
  }

 private:
  double exact(double in_section, double length) const {
    const double relative =
        average_length_ > 0 ? std::max(length / average_length_, kMinNormLength) : kMinNormLength;
    const double denominator = kK1 * (relative * kB + (1 - kB)) + in_section;
    return weight_ * (kDelta + in_section * (kK1 + 1) / denominator);
  }
  double weight_;
  double average_length_;
};

// The length of each document of a shard.
using Lengths = std::vector<std::uint32_t>;

Lengths read_lengths(const Xapian::Database& shard) {
  Lengths lengths(shard.get_lastdocid() + std::size_t{1});
  const auto end = shard.postlist_end(std::string());
  for (auto document = shard.postlist_begin(std::string()); document != end; ++document) {
    lengths[*document] = document.get_doclength();
  }
  return lengths;
}

}  // namespace

struct TermScores::Impl {
  struct OfShard {
    std::uint64_t looked_up = 0;
    Lengths lengths;  // Empty until it pays.
  };
  std::unordered_map<std::string, OfShard> shards;  // By UUID.

  // Null where Xapian is to look up each.
  const Lengths* lengths(const Xapian::Database& shard, Xapian::doccount more) {
    OfShard& known = shards[shard.get_uuid()];
    if (!known.lengths.empty()) return &known.lengths;
    known.looked_up += more;
    if (known.looked_up < shard.get_doccount()) return nullptr;
    known.lengths = read_lengths(shard);
    return &known.lengths;
  }

  class Source : public Xapian::PostingSource {
   public:
    Source(Impl& owner, std::string term, const TermWorth& worth)
        : owner_(owner), term_(std::move(term)), worth_(worth), bm25_(worth) {}

    Source* clone() const override { return new Source(owner_, term_, worth_); }
    std::string name() const override { return "zhengce-bm25+"; }
    std::string get_description() const override { return term_; }

    // Xapian calls this for each shard, on a clone of its own.
    void init(const Xapian::Database& shard) override {
      shard_ = shard;
      sections_ = shard.get_termfreq(term_);
      lengths_ = owner_.lengths(shard, sections_);
      started_ = false;
      set_maxweight(
          bm25_.at_most(shard.get_wdf_upper_bound(term_), shard.get_doclength_lower_bound()));
    }
    Xapian::doccount get_termfreq_min() const override { return sections_; }
    Xapian::doccount get_termfreq_est() const override { return sections_; }
    Xapian::doccount get_termfreq_max() const override { return sections_; }
    void next(double) override {
      if (started_) {
        ++posting_;
      } else {
        start();
      }
    }
    void skip_to(Xapian::docid document, double) override {
      if (!started_) start();
      if (!at_end()) posting_.skip_to(document);
    }
    bool at_end() const override { return posting_ == Xapian::PostingIterator(); }
    Xapian::docid get_docid() const override { return *posting_; }
    double get_weight() const override {
      return bm25_.points(posting_.get_wdf(),
                          lengths_ != nullptr ? (*lengths_)[*posting_] : posting_.get_doclength());
    }

   private:
    void start() {
      posting_ = shard_.postlist_begin(term_);
      started_ = true;
    }

    Impl& owner_;
    std::string term_;
    TermWorth worth_;
    Bm25Plus bm25_;
    Xapian::Database shard_;
    Xapian::doccount sections_ = 0;
    const Lengths* lengths_ = nullptr;
    Xapian::PostingIterator posting_;
    bool started_ = false;
  };
};

TermScores::TermScores() : impl_(std::make_unique<Impl>()) {}
TermScores::~TermScores() = default;

Xapian::Query TermScores::query(const std::string& term, const TermWorth& worth) {
  return Xapian::Query((new Impl::Source(*impl_, term, worth))->release());
}

}  // namespace zhengce
