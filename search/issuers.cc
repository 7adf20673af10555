#include "search/issuers.h"

#include <xapian.h>

#include <algorithm>
#include <set>

#include "corpus/index_schema.h"
#include "corpus/organizations.h"

namespace zhengce {
namespace {

std::vector<std::string> stated_in(const Xapian::Database& index) {
  std::set<std::string> stated;
  const auto end = index.valuestream_end(schema::kSlotIssuer);
  for (auto value = index.valuestream_begin(schema::kSlotIssuer); value != end; ++value) {
    stated.insert(*value);
  }
  return {stated.begin(), stated.end()};
}

}  // namespace

const std::vector<std::string>& Issuers::named(const std::string& stated) {
  const auto [place, is_new] = named_.try_emplace(stated);
  if (is_new) place->second = issuers_named(stated);
  return place->second;
}

template <typename Holds>
std::vector<std::string> Issuers::stated_where(const Holds& holds) {
  if (stated_.empty()) stated_ = stated_in(index_);
  std::vector<std::string> out;
  std::copy_if(stated_.begin(), stated_.end(), std::back_inserter(out),
               [&](const std::string& stated) { return holds(named(stated)); });
  return out;
}

std::vector<std::string> Issuers::naming(const std::string& name) {
  const std::vector<std::string> wanted = issuers_named(name);
  if (wanted.empty()) return {};
  const auto all_of_them = [&](const std::vector<std::string>& named, const auto& is) {
    return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& one) {
      return std::any_of(named.begin(), named.end(),
                         [&](const std::string& other) { return is(other, one); });
    });
  };
  auto out = stated_where(
      [&](const std::vector<std::string>& named) { return all_of_them(named, std::equal_to<>()); });
  if (!out.empty()) return out;
  return stated_where([&](const std::vector<std::string>& named) {
    return all_of_them(named, [](const std::string& other, const std::string& one) {
      return other.ends_with(one);
    });
  });
}

std::vector<std::string> Issuers::holding(const std::string& name, std::size_t limit) {
  std::set<std::string> out;
  for (const auto& one : issuers_named(name)) {
    stated_where([&](const std::vector<std::string>& named) {
      std::copy_if(named.begin(), named.end(), std::inserter(out, out.end()),
                   [&](const std::string& other) { return other.find(one) != std::string::npos; });
      return false;
    });
  }
  return {out.begin(),
          std::next(out.begin(), static_cast<std::ptrdiff_t>(std::min(limit, out.size())))};
}

}  // namespace zhengce
