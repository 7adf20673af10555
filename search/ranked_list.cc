#include "search/ranked_list.h"

#include <xapian.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "corpus/index_schema.h"
#include "search/ranking.h"

namespace zhengce {
namespace {

// So many matches behind those asked for are looked at, one number after the other, for the end of
// those that score the same. Where it is not among them, Xapian orders all.
constexpr std::uint64_t kLookedAt[] = {16, 128, 1024};
// Sections without a date come last, whether the newest or the oldest come first.
constexpr std::uint32_t kAfterAllDates = 99999999;

// Ordered by score alone, Xapian 1.4.22 puts every match into its heap of the best ones and takes
// one out again, for as long as all are to be looked at. Where a key follows the score, one that
// comes behind them all is left out at once: 455 -> 245 ns a match.
class NoKey : public Xapian::KeyMaker {
 public:
  std::string operator()(const Xapian::Document&) const override { return {}; }
};

}  // namespace

bool comes_behind(SortOrder order, const RankedPlace& one, const RankedPlace& other) {
  const auto key = [order](const RankedPlace& place) {
    double first = -place.score;
    if (order == SortOrder::kNewest) first = -static_cast<double>(place.date);
    if (order == SortOrder::kOldest) {
      first = static_cast<double>(place.date == 0 ? kAfterAllDates : place.date);
    }
    return std::pair(first, place.section);
  };
  return key(one) > key(other);
}

struct RankedList::Impl {
  const Xapian::Database& index;
  Xapian::Enquire enquire;
  Xapian::MultiValueKeyMaker by_date;
  NoKey no_key;
  const Xapian::MatchDecider* decider = nullptr;
  // Xapian reads the section of every match to order those that score the same. Few do, as a rule:
  // it is asked for the order by score alone, and sections are read where they decide.
  bool orders_ties = false;

  Xapian::MSet matches(std::uint64_t first, std::uint64_t count) {
    const Xapian::doccount all = index.get_doccount();
    const auto limited = [all](std::uint64_t n) {
      return static_cast<Xapian::doccount>(std::min<std::uint64_t>(n, all));
    };
    Xapian::MSet found = enquire.get_mset(limited(first), limited(count), all, nullptr, decider);
    enquire.clear_matchspies();
    return found;
  }

  void order_ties() {
    if (orders_ties) return;
    enquire.set_sort_by_relevance_then_value(schema::kSlotId, false);
    orders_ties = true;
  }

  // Of those that score the same, the first sections first.
  void order_tied(std::vector<Item>::iterator begin, std::vector<Item>::iterator end) const {
    if (end - begin < 2) return;
    std::vector<std::pair<std::string, Item>> tied;
    for (auto item = begin; item != end; ++item) {
      tied.emplace_back(
          index.get_document(item->document, Xapian::DOC_ASSUME_VALID).get_value(schema::kSlotId),
          *item);
    }
    std::sort(tied.begin(), tied.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    std::transform(tied.begin(), tied.end(), begin, [](const auto& one) { return one.second; });
  }

  // Nothing if too many score the same, or all do.
  std::optional<Part> fetch_by_score(std::uint64_t first, std::uint64_t count) {
    const std::uint64_t end = first + count;
    std::vector<Item> items;
    Part part;
    bool complete = false;  // All that score as the last one wanted are there.
    for (const std::uint64_t more : kLookedAt) {
      const Xapian::MSet found = matches(0, end + more);
      items = items_of(found);
      part = counted(found);
      complete = items.size() < end + more || items[end - 1].score != items.back().score;
      if (complete || items.front().score == items.back().score) break;
    }
    if (!complete) return std::nullopt;
    const auto wanted = items.begin() + static_cast<std::ptrdiff_t>(std::min(end, items.size()));
    for (auto tied = items.begin(); tied < wanted;) {
      const auto next = std::find_if(tied, items.end(),
                                     [&](const Item& item) { return item.score != tied->score; });
      order_tied(tied, next);
      tied = next;
    }
    items.erase(wanted, items.end());
    items.erase(items.begin(),
                items.begin() + static_cast<std::ptrdiff_t>(std::min(first, items.size())));
    part.items = std::move(items);
    return part;
  }

  static std::vector<Item> items_of(const Xapian::MSet& found) {
    std::vector<Item> items;
    items.reserve(found.size());
    for (auto item = found.begin(); item != found.end(); ++item) {
      items.push_back({*item, item.get_weight()});
    }
    return items;
  }
  static Part counted(const Xapian::MSet& found) {
    return {{},
            found.get_matches_estimated(),
            found.get_matches_lower_bound() == found.get_matches_upper_bound()};
  }
};

RankedList::RankedList(const Xapian::Database& index, const Xapian::Query& query, SortOrder order)
    : impl_(new Impl{index, scored(index, query), {}, {}, nullptr, false}) {
  Xapian::Enquire& enquire = impl_->enquire;
  if (order == SortOrder::kRelevance) {
    enquire.set_sort_by_relevance_then_key(&impl_->no_key, false);
    return;
  }
  const bool newest = order == SortOrder::kNewest;
  impl_->by_date.add_value(schema::kSlotDate, newest, newest ? "" : std::to_string(kAfterAllDates));
  impl_->by_date.add_value(schema::kSlotId);
  enquire.set_sort_by_key(&impl_->by_date, false);
  impl_->orders_ties = true;
}
RankedList::~RankedList() = default;

void RankedList::set_decider(const Xapian::MatchDecider* decider) { impl_->decider = decider; }
void RankedList::add_spy(Xapian::MatchSpy& spy) { impl_->enquire.add_matchspy(&spy); }

void RankedList::give_one_of_each_group() {
  impl_->enquire.set_collapse_key(schema::kSlotGroup);
  impl_->order_ties();
}

RankedList::Part RankedList::fetch(std::uint64_t first, std::uint64_t count) {
  // Asked for none, Xapian would not look at them either.
  if (count == 0) return Impl::counted(impl_->matches(0, 1));
  if (!impl_->orders_ties) {
    if (auto part = impl_->fetch_by_score(first, count)) return std::move(*part);
    impl_->order_ties();
  }
  const Xapian::MSet found = impl_->matches(first, count);
  Part part = Impl::counted(found);
  part.items = Impl::items_of(found);
  return part;
}

}  // namespace zhengce
