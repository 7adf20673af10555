#include "graph/types.h"

#include <xxhash.h>

#include <algorithm>
#include <charconv>

#include "corpus/analysis/fold.h"
#include "corpus/framing/page_line.h"
#include "corpus/text.h"

namespace zhengce {
namespace {

constexpr std::size_t kHashed = 15;  // bytes of an id after its kind

struct KindName {
  EntityKind kind;
  std::string_view name;
};
constexpr KindName kKinds[] = {{EntityKind::kRegion, "region"},
                               {EntityKind::kProgram, "program"},
                               {EntityKind::kOrganization, "organization"},
                               {EntityKind::kDocument, "document"}};

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The mark that closes `open` in folded text; 0 for what is no outer mark.
char32_t closing_mark(char32_t open) {
  switch (open) {
    case U'"':
    case U'\'':
      return open;
    case U'《':
      return U'》';
    case U'〈':
      return U'〉';
    default:
      return 0;
  }
}

bool is_mark(char32_t c) {
  return c == U'"' || c == U'\'' || c == U'《' || c == U'》' || c == U'〈' || c == U'〉';
}

// True if the mark that text begins with is closed by its last character and not before.
bool is_enclosed(std::u32string_view text) {
  if (text.size() < 2) return false;
  const char32_t open = text.front();
  const char32_t close = closing_mark(open);
  if (close == 0 || text.back() != close) return false;
  int depth = 1;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == close) {
      if (open == close || --depth == 0) return false;
    } else if (text[i] == open) {
      ++depth;
    }
  }
  return true;
}

}  // namespace

std::string_view kind_name(EntityKind kind) {
  for (const auto& entry : kKinds) {
    if (entry.kind == kind) return entry.name;
  }
  return "unknown";
}

EntityId EntityId::region(std::string_view code) {
  EntityId id;
  id.bytes[0] = static_cast<std::uint8_t>(EntityKind::kRegion);
  std::copy_n(code.begin(), std::min(code.size(), kHashed), id.bytes.begin() + 1);
  return id;
}

EntityId EntityId::of(EntityKind kind, std::string_view normalized_name) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical,
                           XXH3_128bits(normalized_name.data(), normalized_name.size()));
  EntityId id;
  id.bytes[0] = static_cast<std::uint8_t>(kind);
  std::copy_n(canonical.digest, kHashed, id.bytes.begin() + 1);
  return id;
}

std::string EntityId::code() const {
  if (kind() != EntityKind::kRegion) return {};
  return {bytes.begin() + 1, std::find(bytes.begin() + 1, bytes.end(), 0)};
}

std::string EntityId::text() const {
  std::string text(kind_name(kind()));
  text += ':';
  if (kind() == EntityKind::kRegion) return text + code();
  constexpr char kDigits[] = "0123456789abcdef";
  for (auto byte = bytes.begin() + 1; byte != bytes.end(); ++byte) {
    text += kDigits[*byte >> 4];
    text += kDigits[*byte & 15];
  }
  return text;
}

std::optional<EntityId> EntityId::parse(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto kind = std::find_if(std::begin(kKinds), std::end(kKinds), [&](const KindName& k) {
    return k.name == text.substr(0, colon);
  });
  if (kind == std::end(kKinds)) return std::nullopt;
  const auto rest = text.substr(colon + 1);
  if (kind->kind == EntityKind::kRegion) {
    const bool plain = std::all_of(rest.begin(), rest.end(), [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    });
    if (rest.empty() || rest.size() > kHashed || !plain) return std::nullopt;
    return region(rest);
  }
  if (rest.size() != 2 * kHashed) return std::nullopt;
  EntityId id;
  id.bytes[0] = static_cast<std::uint8_t>(kind->kind);
  for (std::size_t i = 0; i < kHashed; ++i) {
    const int high = hex_digit(rest[2 * i]);
    const int low = hex_digit(rest[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    id.bytes[i + 1] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return id;
}

std::string normalize_name(std::string_view name) {
  std::u32string kept;
  for (const char32_t c : decode_utf8(fold_utf8(name))) {
    if (!is_blank(c) && c != U'\n' && c != U'\r') kept += c;
  }
  std::u32string_view text = kept;
  while (is_enclosed(text)) text = text.substr(1, text.size() - 2);
  // A mark that lost its partner: “五社联动. Two or more belong to names inside and stay.
  if (std::count_if(text.begin(), text.end(), is_mark) == 1) {
    if (is_mark(text.front()))
      text.remove_prefix(1);
    else if (is_mark(text.back()))
      text.remove_suffix(1);
  }
  return encode_utf8(text);
}

EntityId document_id(std::string_view title) {
  constexpr std::string_view kCountry = "中华人民共和国";
  // 【政策】 is of the page it stands on.
  const std::u32string decoded = decode_utf8(title);
  const Span whole{0, static_cast<std::uint32_t>(decoded.size())};
  const std::string name =
      normalize_name(encode_utf8(slice(decoded, without_kicker(decoded, whole))));
  std::string_view key = name;
  if (key.starts_with(kCountry) && key.size() > kCountry.size()) key.remove_prefix(kCountry.size());
  return EntityId::of(EntityKind::kDocument, key);
}

std::string_view relation_name(Relation relation) {
  switch (relation) {
    case Relation::kRuns:
      return "runs";
    case Relation::kCreated:
      return "created";
    case Relation::kPilots:
      return "pilots";
    case Relation::kExtends:
      return "extends";
    case Relation::kLearnsFrom:
      return "learns_from";
    case Relation::kNames:
      return "names";
    case Relation::kVariantOf:
      return "variant_of";
    case Relation::kPartOf:
      return "part_of";
    case Relation::kIssued:
      return "issued";
    case Relation::kAbout:
      return "about";
    case Relation::kCites:
      return "cites";
    case Relation::kContributed:
      return "contributed";
    case Relation::kBelongsTo:
      return "belongs_to";
    case Relation::kAlias:
      return "alias";
    case Relation::kPairedWith:
      return "paired_with";
    case Relation::kMeasured:
      return "measured";
    case Relation::kBasedOn:
      return "based_on";
    case Relation::kRepeals:
      return "repeals";
    case Relation::kAmends:
      return "amends";
  }
  return "unknown";
}

bool is_running(Relation relation) {
  return relation == Relation::kRuns || relation == Relation::kCreated ||
         relation == Relation::kPilots || relation == Relation::kExtends;
}

std::string_view approximation_name(Approximation approximation) {
  static constexpr std::string_view kNames[] = {"exact", "about", "over", "nearly", "under"};
  return kNames[static_cast<std::size_t>(approximation)];
}

std::string Quantity::number() const {
  char digits[512];  // A double has 309 before the point, and 17 that count behind it.
  const auto [end, error] =
      std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed);
  return {digits, end};
}

std::string_view modality_name(Modality modality) {
  switch (modality) {
    case Modality::kRuns:
      return "runs";
    case Modality::kPlans:
      return "plans";
    case Modality::kEnded:
      return "ended";
  }
  return "unknown";
}

void derive_names(Entity& entity) {
  entity.name.clear();
  entity.aliases.clear();
  // An organization's full form is a candidate with every short one: it shows wherever it ties.
  const bool full = entity.id.kind() == EntityKind::kOrganization;
  const auto best = std::min_element(entity.forms.begin(), entity.forms.end(),
                                     [&](const WrittenForm& a, const WrittenForm& b) {
                                       if (a.count != b.count) return a.count > b.count;
                                       if (full && a.name.size() != b.name.size())
                                         return a.name.size() > b.name.size();
                                       return a.name < b.name;
                                     });
  for (auto form = entity.forms.begin(); form != entity.forms.end(); ++form) {
    if (form == best)
      entity.name = form->name;
    else
      entity.aliases.push_back(form->name);
  }
}

}  // namespace zhengce
