// Queries as users type them: what is parsed is written out and parsed again.
#include <algorithm>

#include "search/amounts.h"
#include "search/date_range.h"
#include "search/query_parser.h"
#include "tests/fuzz/properties.h"

using namespace zhengce;
using namespace zhengce::fuzz;

namespace {

constexpr Date kToday{2024, 5, 1};

bool is_minus(char32_t c) { return c == U'-' || c == U'－' || c == U'﹣' || c == U'\u2212'; }

// Writes a query that means `node`. False where that cannot be written: a word that begins with a
// minus sign is one only right behind a quotation.
bool write(const QueryNode& node, std::u32string& out, std::size_t depth) {
  using Kind = QueryNode::Kind;
  if (depth > 30) return false;
  const auto quoted = [&] {
    if (node.text.find_first_of(U"\"＂") == node.text.npos) {
      out += U'"' + node.text + U'"';
    } else {
      const bool single = node.text.find(U'」') == node.text.npos;
      require(single || node.text.find(U'』') == node.text.npos, "a quotation has its marks");
      out += (single ? U'「' : U'『') + node.text + (single ? U'」' : U'』');
    }
  };
  switch (node.kind) {
    case Kind::kWords:
      if (is_minus(node.text.front())) return false;
      // In parentheses 或 is a word.
      out += U'(' + node.text + U')';
      return true;
    case Kind::kPhrase:
      if (!node.open_end && !node.near_name) {
        quoted();
        return true;
      }
      if (is_minus(node.text.front())) return false;
      out += node.text + (node.open_end ? U'*' : U'~');
      return true;
    case Kind::kField:
      for (const char c : field_name(node.field)) out += static_cast<char32_t>(c);
      out += U':';
      if (node.exact_node) out += U'=';
      quoted();
      return true;
    case Kind::kNot:
      out += U"NOT ";
      return write(node.children.front(), out, depth + 1);
    case Kind::kNear:
    case Kind::kAnd:
    case Kind::kOr:
      break;
  }
  if (node.kind != Kind::kNear) out += U'(';
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const QueryNode& child = node.children[i];
    if (i > 0) {
      out += node.kind == Kind::kOr ? U" OR " : U" ";
      if (node.kind == Kind::kNear) {
        out += U"NEAR/";
        for (const char c : std::to_string(child.distance)) out += static_cast<char32_t>(c);
        out += U' ';
      }
    }
    if (!write(child, out, depth + 1)) return false;
  }
  if (node.kind != Kind::kNear) out += U')';
  return true;
}

bool same(const QueryNode& a, const QueryNode& b) {
  return a.kind == b.kind && a.text == b.text && a.exact_node == b.exact_node &&
         a.open_end == b.open_end && a.near_name == b.near_name && a.distance == b.distance &&
         (a.kind != QueryNode::Kind::kField || a.field == b.field) &&
         std::equal(a.children.begin(), a.children.end(), b.children.begin(), b.children.end(),
                    same);
}

void check(const QueryNode& node, std::u32string_view query) {
  using Kind = QueryNode::Kind;
  require(node.place.start <= node.place.end && node.place.end <= query.size(),
          "a part of a query stands in it", encode_utf8(query));
  const std::size_t least = node.kind == Kind::kOr || node.kind == Kind::kNear   ? 2
                            : node.kind == Kind::kAnd || node.kind == Kind::kNot ? 1
                                                                                 : 0;
  require(node.children.size() >= least, "a part of a query has its children", encode_utf8(query));
  require(least > 0 || (node.children.empty() && !node.text.empty()), "a leaf has a text",
          encode_utf8(query));
  for (const QueryNode& child : node.children) check(child, query);
  if (node.kind != Kind::kField) return;
  if (const auto dates = parse_date_range(node.text, kToday))
    require(dates->first <= dates->second, "dates are in order", encode_utf8(node.text));
  if (const auto amounts = parse_amount_range(node.text)) {
    require(amounts->least <= amounts->most, "amounts are in order", encode_utf8(node.text));
    numbers_stated(query, amounts->unit);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view typed = view(data, size);
  const auto parsed = parse_query(typed);
  const auto query = decode_utf8(typed);
  if (!parsed) {
    // The message, the query and a caret under the place.
    const std::string& message = parsed.error().message;
    require_message({parsed.error().code, message.substr(0, message.find('\n'))});
    require(std::count(message.begin(), message.end(), '\n') <= 2, "a message is three lines",
            message);
    std::string shown = message;
    std::replace(shown.begin(), shown.end(), '\n', ' ');
    require_message({parsed.error().code, shown});
    return 0;
  }
  check(*parsed, query);
  std::u32string written;
  if (!write(*parsed, written, 0)) return 0;
  const auto again = parse_query(encode_utf8(written));
  // More parentheses than were typed may be too many.
  if (!again && (written.size() > kMaxQueryCharacters / 4 || query.size() > 300)) return 0;
  require(again && same(*parsed, *again), "a query written out means the same",
          std::string(typed) + "\n" + encode_utf8(written));
  return 0;
}
