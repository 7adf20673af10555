#include "search/query_parser.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "corpus/analysis/analyzer.h"
#include "corpus/analysis/doc_number.h"
#include "corpus/analysis/fold.h"
#include "corpus/article.h"
#include "corpus/message.h"
#include "corpus/text.h"
#include "search/query_error.h"
#include "search/query_lexer.h"

namespace zhengce {
namespace {

class Parser {
 public:
  Parser(std::u32string_view query, std::vector<Token> tokens)
      : query_(query), tokens_(std::move(tokens)) {}

  Result<QueryNode> run() {
    auto node = any();
    if (!node) return node.error();
    if (tokens_[next_].kind == Token::Kind::kClose) {
      return fail(_("this parenthesis closes nothing"), tokens_[next_].place);
    }
    if (!*node)
      return fail(_("there is nothing to search for: no letter, digit or ideograph"), all());
    return std::move(**node);
  }

 private:
  using Parsed = Result<std::optional<QueryNode>>;  // Empty: nothing but punctuation.

  Error fail(const std::string& what, Span place) const {
    return query_error(ErrorCode::kInvalidInput, what, query_, place);
  }
  Span all() const { return {0, static_cast<std::uint32_t>(query_.size())}; }

  static QueryNode group(QueryNode::Kind kind, std::vector<QueryNode> children) {
    if (children.size() == 1 && kind != QueryNode::Kind::kNot) return std::move(children.front());
    QueryNode node;
    node.kind = kind;
    node.place = {children.front().place.start, children.back().place.end};
    node.children = std::move(children);
    return node;
  }

  Parsed any() {
    std::vector<QueryNode> children;
    std::optional<Span> bar;
    for (;;) {
      auto part = all_of();
      if (!part) return part;
      const Token& token = tokens_[next_];
      const bool more = token.kind == Token::Kind::kOr;
      if (!*part && (more || bar)) {
        return fail(_("OR needs something on both sides"), bar ? *bar : token.place);
      }
      if (*part) children.push_back(std::move(**part));
      if (!more) break;
      bar = token.place;
      ++next_;
    }
    if (children.empty()) return std::optional<QueryNode>();
    return std::optional(group(QueryNode::Kind::kOr, std::move(children)));
  }

  Parsed all_of() {
    std::vector<QueryNode> children;
    for (;;) {
      const Token& token = tokens_[next_];
      if (token.kind == Token::Kind::kOr || token.kind == Token::Kind::kClose ||
          token.kind == Token::Kind::kEnd) {
        break;
      }
      if (token.kind == Token::Kind::kAnd) {
        const auto after = tokens_[next_ + 1].kind;
        if (children.empty() || after == Token::Kind::kEnd || after == Token::Kind::kClose ||
            after == Token::Kind::kOr || after == Token::Kind::kAnd) {
          return fail(_("AND needs something on both sides"), token.place);
        }
        ++next_;
        continue;
      }
      if (token.kind == Token::Kind::kNear) {
        return fail(near_needs_texts(), token.place);
      }
      auto part = one();
      if (!part) return part;
      if (*part) children.push_back(std::move(**part));
    }
    if (children.empty()) return std::optional<QueryNode>();
    return std::optional(group(QueryNode::Kind::kAnd, std::move(children)));
  }

  Parsed one() {
    Token& token = tokens_[next_];
    ++next_;
    switch (token.kind) {
      case Token::Kind::kLeaf:
        if (tokens_[next_].kind == Token::Kind::kNear) return near(std::move(token.leaf));
        return std::optional(std::move(token.leaf));
      case Token::Kind::kNothing:
        return std::optional<QueryNode>();
      case Token::Kind::kNot:
        return negated(token.place);
      case Token::Kind::kOpen:
        return enclosed(token.place);
      default:
        return fail(_("there is an operator where a word should be"), token.place);
    }
  }

  // The texts that NEAR joins, from the first on.
  Parsed near(QueryNode first) {
    std::vector<QueryNode> texts;
    texts.push_back(std::move(first));
    while (tokens_[next_].kind == Token::Kind::kNear) {
      const Token& near = tokens_[next_];
      Token& after = tokens_[next_ + 1];
      if (after.kind != Token::Kind::kLeaf) return fail(near_needs_texts(), near.place);
      texts.push_back(std::move(after.leaf));
      texts.back().distance = near.distance;
      next_ += 2;
    }
    for (QueryNode& text : texts) {
      if (text.kind == QueryNode::Kind::kField) {
        return fail(_("NEAR joins words and phrases alone"), text.place);
      }
      text.kind = QueryNode::Kind::kPhrase;
    }
    return std::optional(group(QueryNode::Kind::kNear, std::move(texts)));
  }
  static const char* near_needs_texts() { return _("NEAR needs a word or phrase on both sides"); }

  Parsed negated(Span place) {
    const auto after = tokens_[next_].kind;
    if (after != Token::Kind::kLeaf && after != Token::Kind::kNothing &&
        after != Token::Kind::kOpen && after != Token::Kind::kNot) {
      return fail(_("NOT needs something after it"), place);
    }
    if (++depth_ > kMaxQueryDepth) return too_deep(place);
    auto part = one();
    --depth_;
    if (!part || !*part) return part;
    std::vector<QueryNode> child;
    child.push_back(std::move(**part));
    return std::optional(group(QueryNode::Kind::kNot, std::move(child)));
  }

  Parsed enclosed(Span place) {
    if (++depth_ > kMaxQueryDepth) return too_deep(place);
    const bool empty = tokens_[next_].kind == Token::Kind::kClose;
    auto part = any();
    if (!part) return part;
    --depth_;
    if (tokens_[next_].kind != Token::Kind::kClose) {
      return fail(_("this parenthesis is not closed"), place);
    }
    const Span closing = tokens_[next_].place;
    ++next_;
    if (empty)
      return fail(_("there is nothing between the parentheses"), {place.start, closing.end});
    return part;
  }

  Error too_deep(Span place) const {
    return fail(message(_("the query is nested more than {} deep"), kMaxQueryDepth), place);
  }

  std::u32string_view query_;
  std::vector<Token> tokens_;
  std::size_t next_ = 0;
  int depth_ = 0;
};

}  // namespace

bool has_content(std::u32string_view folded) {
  for (const char32_t c : folded) {
    if (is_han(c)) return true;
  }
  return !Analyzer::phrase_terms(folded).empty();
}

namespace {

// A day as people write it, with year and month; not 20240305, which may be any number.
std::optional<Date> day_of(std::u32string_view text) {
  constexpr std::size_t kLongest = 11;  // 2024年12月31日
  const std::u32string folded = fold_text(text);
  if (folded.empty() || folded.size() > kLongest) return std::nullopt;
  const auto date = Date::parse(encode_utf8(folded));
  const bool ends = folded.ends_with(U'日') || (folded.back() >= U'0' && folded.back() <= U'9');
  return date && date->day > 0 && ends ? date : std::nullopt;
}

// What spells the day, as typed or written out, or is dated so.
QueryNode texts_of_day(QueryNode typed, const Date& day) {
  QueryNode spelled = typed, dated = typed, any;
  spelled.kind = QueryNode::Kind::kPhrase;
  spelled.text =
      decode_utf8(fmt::format("{}年{}月{}日", day.year, unsigned{day.month}, unsigned{day.day}));
  dated.kind = QueryNode::Kind::kField;
  dated.field = QueryField::kDate;
  dated.text = decode_utf8(day.iso());
  any.kind = QueryNode::Kind::kOr;
  any.place = typed.place;
  any.children = {std::move(typed), std::move(spelled), std::move(dated)};
  return any;
}

bool is_words_alone(const QueryNode& node) {
  return node.kind == QueryNode::Kind::kAnd &&
         std::all_of(node.children.begin(), node.children.end(),
                     [](const QueryNode& child) { return child.kind == QueryNode::Kind::kWords; });
}

// A document number with blanks in it is one word: 国办发2018 128号.
QueryNode number_typed(std::u32string_view query) {
  QueryNode number;
  number.kind = QueryNode::Kind::kWords;
  number.place = {0, static_cast<std::uint32_t>(query.size())};
  number.text = trim(query);
  return number;
}

}  // namespace

Result<QueryNode> parse_query(std::string_view utf8) {
  const std::u32string query = decode_utf8(utf8);
  if (query.size() > kMaxQueryCharacters) {
    return Error{ErrorCode::kInvalidInput,
                 message(_("the query is longer than {} characters"), kMaxQueryCharacters)};
  }
  auto tokens = lex_query(query);
  if (!tokens) return tokens.error();
  auto parsed = Parser(query, std::move(*tokens)).run();
  if (parsed && is_words_alone(*parsed) && normalize_doc_number(utf8)) {
    return number_typed(query);
  }
  if (parsed && parsed->kind == QueryNode::Kind::kWords) {
    if (const auto day = day_of(parsed->text)) return texts_of_day(std::move(*parsed), *day);
  }
  return parsed;
}

}  // namespace zhengce
