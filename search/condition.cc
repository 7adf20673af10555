#include <algorithm>
#include <tuple>
#include <utility>

#include "search/date_range.h"
#include "search/phrases.h"
#include "search/plan.h"

namespace zhengce {

// Written out: Clang 14 breaks down over a default one of a type that holds a vector of itself.
bool Condition::operator==(const Condition& other) const {
  return std::tie(kind, term, phrase, of, distance, from, to, values, open, amount) ==
             std::tie(other.kind, other.term, other.phrase, other.of, other.distance, other.from,
                      other.to, other.values, other.open, other.amount) &&
         children == other.children;
}

namespace {

void keep_one_of_each(std::vector<Condition>& children) {
  auto kept = children.begin();
  for (auto child = children.begin(); child != children.end(); ++child) {
    if (std::find(children.begin(), kept, *child) != kept) continue;
    if (kept != child) *kept = std::move(*child);
    ++kept;
  }
  children.erase(kept, children.end());
}

}  // namespace

Condition Condition::all_of(std::vector<Condition> children) {
  keep_one_of_each(children);
  if (children.size() == 1) return std::move(children.front());
  Condition out;
  out.kind = Kind::kAnd;
  out.children = std::move(children);
  return out;
}

Condition Condition::any_of(std::vector<Condition> children) {
  keep_one_of_each(children);
  if (children.size() == 1) return std::move(children.front());
  Condition out;
  out.kind = Kind::kOr;
  out.children = std::move(children);
  return out;
}

Condition Condition::negation(Condition child) {
  Condition out;
  out.kind = Kind::kNot;
  out.children.push_back(std::move(child));
  return out;
}

Condition Condition::has_term(std::string term) {
  Condition out;
  out.kind = Kind::kTerm;
  out.term = std::move(term);
  return out;
}

Condition Condition::has_prefix(std::string prefix) {
  Condition out;
  out.kind = Kind::kPrefix;
  out.term = std::move(prefix);
  return out;
}

Condition Condition::has_phrase(std::u32string folded, TextOf of) {
  Condition out;
  out.kind = Kind::kPhrase;
  out.phrase = std::move(folded);
  out.of = of;
  return out;
}

namespace {

std::shared_ptr<const std::vector<std::string>> sorted_once(std::vector<std::string> values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return std::make_shared<const std::vector<std::string>>(std::move(values));
}

}  // namespace

Condition Condition::has_issuer(std::vector<std::string> stated) {
  Condition out;
  out.kind = Kind::kIssuer;
  out.values = sorted_once(std::move(stated));
  return out;
}

Condition Condition::has_value(std::string_view field, std::vector<std::string> values, bool open) {
  return has_value(field, sorted_once(std::move(values)), open);
}

Condition Condition::has_value(std::string_view field,
                               std::shared_ptr<const std::vector<std::string>> values, bool open) {
  Condition out;
  out.kind = Kind::kValues;
  out.term = field;
  out.open = open;
  out.values = std::move(values);
  return out;
}

std::string describe(const Condition& condition) {
  const auto list = [&](std::string name) {
    name += "(";
    for (std::size_t i = 0; i < condition.children.size(); ++i) {
      name += (i == 0 ? "" : ", ") + describe(condition.children[i]);
    }
    return name + ")";
  };
  switch (condition.kind) {
    case Condition::Kind::kAll:
      return "ALL";
    case Condition::Kind::kAnd:
      return list("AND");
    case Condition::Kind::kOr:
      return list("OR");
    case Condition::Kind::kNot:
      return list("NOT");
    case Condition::Kind::kTerm:
      return condition.term;
    case Condition::Kind::kPrefix:
      return condition.term + "*";
    case Condition::Kind::kPhrase: {
      constexpr std::string_view kNames[] = {"", "title:", "source:"};
      return std::string(kNames[static_cast<int>(condition.of)]) + "\"" +
             shown_phrase(condition.phrase) + "\"";
    }
    case Condition::Kind::kNear: {
      std::string out;
      for (const Condition& child : condition.children) {
        if (!out.empty()) out += " NEAR/" + std::to_string(child.distance) + " ";
        out += describe(child);
      }
      return out;
    }
    case Condition::Kind::kDates:
      return describe_dates(condition.from, condition.to);
    case Condition::Kind::kValues:
      return condition.term + "{" + joined(*condition.values, condition.open ? "*, " : ", ") +
             (condition.open && !condition.values->empty() ? "*}" : "}");
    case Condition::Kind::kIssuer:
      return "issuer{" + joined(*condition.values, ", ") + "}";
    case Condition::Kind::kAmount:
      return "amount:" + condition.amount.asked;
  }
  return {};
}

}  // namespace zhengce
