#include "corpus/gazetteer/gazetteer.h"

#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdlib>
#include <memory_resource>
#include <tuple>
#include <utility>

#include "corpus/analysis/fold.h"
#include "corpus/text.h"

extern "C" const char zhengce_data_divisions[];
extern "C" const char zhengce_data_divisions_end[];

namespace zhengce {
namespace {

constexpr std::array<std::string_view, 6> kLevelNames = {"nation", "province", "prefecture",
                                                         "county", "township", "zone"};
constexpr std::uint32_t kNone = 0xFFFFFFFF;
constexpr std::size_t kBigramHeads = 1u << 16;
constexpr std::size_t kBigramBits = 1u << 19;  // 64 KB: a cheap no for most positions of a text.

std::uint32_t hash_pair(char32_t a, char32_t b) {
  const std::uint64_t pair = (static_cast<std::uint64_t>(a) << 32) | b;
  return static_cast<std::uint32_t>((pair * 0x9E3779B97F4A7C15ULL) >> 32);
}

std::uint32_t hash_start(std::u32string_view name) {
  return hash_pair(name[0], name.size() > 1 ? name[1] : U'\0');
}

std::uint32_t hash_whole(std::u32string_view name) {
  std::uint32_t hash = 0x811C9DC5;
  for (const char32_t c : name) hash = (hash ^ static_cast<std::uint32_t>(c)) * 0x01000193;
  return hash;
}

// Appends well-formed UTF-8, as our own data is. decode_utf8() would allocate for each of 50,000
// names.
void append_decoded(std::pmr::u32string& out, std::string_view utf8) {
  for (std::size_t i = 0; i < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t c = length == 1 ? lead : lead & (0x7Fu >> length);
    for (std::size_t k = 1; k < length && i + k < utf8.size(); ++k)
      c = (c << 6) | (static_cast<unsigned char>(utf8[i + k]) & 0x3F);
    out += c;
    i += length;
  }
}

// Takes the next field, up to `separator`, off `rest`.
std::string_view take(std::string_view& rest, char separator) {
  const std::size_t end = rest.find(separator);
  const std::string_view field = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return field;
}

std::string_view significant_part(std::string_view code) {
  if (code == "100000") return code.substr(0, 0);
  if (code.size() != 6) return code;
  if (code.ends_with("0000")) return code.substr(0, 2);
  return code.ends_with("00") ? code.substr(0, 4) : code;
}

RegionLevel level_of(std::string_view significant) {
  if (significant.find('Z') != std::string_view::npos) return RegionLevel::kZone;
  switch (significant.size()) {
    case 0:
      return RegionLevel::kNation;
    case 2:
      return RegionLevel::kProvince;
    case 4:
      return RegionLevel::kPrefecture;
    case 6:
      return significant[4] == '7' && significant[0] < '7' ? RegionLevel::kZone
                                                           : RegionLevel::kCounty;
    default:
      return RegionLevel::kTownship;
  }
}

}  // namespace

std::string_view level_name(RegionLevel level) {
  return kLevelNames[static_cast<std::size_t>(level)];
}

std::optional<RegionLevel> parse_level(std::string_view name) {
  const auto found = std::find(kLevelNames.begin(), kLevelNames.end(), name);
  if (found == kLevelNames.end()) return std::nullopt;
  return static_cast<RegionLevel>(found - kLevelNames.begin());
}

namespace {

// Loading is part of every command's start, and half of its cost is touching new pages: the tables
// are kept small and lie in one stretch of memory that may use large pages.
class Arena {
 public:
  Arena() : memory_(std::aligned_alloc(kAlignment, kBytes)) {
    if (memory_ == nullptr) return;
#ifdef MADV_HUGEPAGE
    madvise(memory_, kBytes, MADV_HUGEPAGE);  // Best effort.
#endif
    resource_.emplace(memory_, kBytes);
  }
  ~Arena() {
    resource_.reset();
    std::free(memory_);
  }
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  std::pmr::memory_resource* resource() {
    return resource_ ? &*resource_ : std::pmr::new_delete_resource();
  }

 private:
  static constexpr std::size_t kAlignment = 2u << 20;
  static constexpr std::size_t kBytes = 3 * kAlignment;  // The tables take 5.5 MB.
  void* memory_;
  std::optional<std::pmr::monotonic_buffer_resource> resource_;
};

}  // namespace

struct Gazetteer::Impl {
  struct Name {
    std::uint32_t offset;        // Into pool.
    std::uint32_t first;         // Its entries: entries[first, first + count).
    std::uint32_t next = kNone;  // The next name whose first two characters hash alike.
    std::uint32_t hash = 0;      // Of the whole name: saves a look into the pool.
    std::uint16_t count = 1;
    std::uint8_t length = 0;
    bool folded = true;  // False for a spelling that folding changes: 乾县.
  };
  struct Namesake {
    std::uint32_t name;
    NameEntry entry;
  };

  Arena arena;
  std::pmr::vector<Region> regions{arena.resource()};
  std::pmr::u32string pool{arena.resource()};
  std::pmr::vector<Name> names{arena.resource()};
  std::pmr::vector<NameEntry> entries{arena.resource()};
  std::pmr::vector<std::uint32_t> heads{kBigramHeads, kNone, arena.resource()};
  std::pmr::vector<std::uint64_t> bigram_bits{kBigramBits / 64, std::uint64_t{0}, arena.resource()};
  std::array<std::size_t, kLevelNames.size()> counts{};
  std::string_view version, cut_off;

  void load(std::string_view data);
  void add_names(RegionIndex region, std::string_view written, NameForm form);
  void add_pooled_name(std::size_t offset, const NameEntry& entry);
  void add_folded_spellings();
  void gather_namesakes();

  std::u32string_view text_of(const Name& name) const {
    return {pool.data() + name.offset, name.length};
  }
  std::span<const NameEntry> entries_of(const Name& name) const {
    return std::span(entries).subspan(name.first, name.count);
  }
  const Name* find(std::u32string_view name) const {
    if (name.empty()) return nullptr;
    const std::uint32_t hash = hash_whole(name);
    std::uint32_t id = heads[hash_start(name) % kBigramHeads];
    while (id != kNone && (names[id].hash != hash || text_of(names[id]) != name))
      id = names[id].next;
    return id == kNone ? nullptr : &names[id];
  }

 private:
  std::vector<Namesake> namesakes_;  // While loading: bearers of a name after its first.
};

void Gazetteer::Impl::load(std::string_view data) {
  regions.reserve(46000);
  names.reserve(45000);
  entries.reserve(60000);
  pool.reserve(230000);
  std::vector<RegionIndex> around;  // What the current region lies in, outermost first.
  while (!data.empty()) {
    std::string_view line = take(data, '\n');
    if (line.starts_with('#')) {
      const std::string_view key = take(line, '\t');
      if (key == "#version") version = line;
      if (key == "#cut-off") cut_off = line;
      continue;
    }
    Region region;
    region.code = take(line, '\t');
    region.significant = significant_part(region.code);
    region.level = level_of(region.significant);
    while (!around.empty() && !region.significant.starts_with(regions[around.back()].significant))
      around.pop_back();
    if (!around.empty()) region.parent = around.back();
    const auto index = static_cast<RegionIndex>(regions.size());
    around.push_back(index);
    region.name = line.substr(0, line.find('\t'));
    if (region.name.ends_with('*')) region.name.remove_suffix(1);
    ++counts[static_cast<std::size_t>(region.level)];
    regions.push_back(region);
    for (const NameForm form :
         {NameForm::kOfficial, NameForm::kShort, NameForm::kAlias, NameForm::kOneCharacter})
      add_names(index, take(line, '\t'), form);
  }
  add_folded_spellings();
  gather_namesakes();
}

void Gazetteer::Impl::add_names(RegionIndex region, std::string_view written, NameForm form) {
  while (!written.empty()) {
    std::string_view one = take(written, ' ');
    NameEntry entry{region, form, one.ends_with('*')};
    if (entry.ordinary_word) one.remove_suffix(1);
    const std::size_t offset = pool.size();
    append_decoded(pool, one);
    add_pooled_name(offset, entry);
  }
}

// Adds the name at the end of the pool, or takes it off again if it is known.
void Gazetteer::Impl::add_pooled_name(std::size_t offset, const NameEntry& entry) {
  const std::u32string_view name = std::u32string_view(pool).substr(offset);
  if (const Name* known = find(name)) {
    namesakes_.push_back({static_cast<std::uint32_t>(known - names.data()), entry});
    pool.resize(offset);
    return;
  }
  const std::uint32_t hash = hash_start(name);
  Name added;
  added.offset = static_cast<std::uint32_t>(offset);
  added.length = static_cast<std::uint8_t>(name.size());
  added.hash = hash_whole(name);
  added.first = static_cast<std::uint32_t>(entries.size());
  added.next = std::exchange(heads[hash % kBigramHeads], static_cast<std::uint32_t>(names.size()));
  if (name.size() >= 2) bigram_bits[(hash % kBigramBits) / 64] |= 1ULL << (hash % 64);
  names.push_back(added);
  entries.push_back(entry);
}

// Names are stored as written; where folding changes a character (乾 to 干), the folded spelling is
// a name as well, since texts are searched in folded form.
void Gazetteer::Impl::add_folded_spellings() {
  std::vector<bool> seen(0x110000);
  std::u32string changed;
  for (const char32_t c : pool) {
    if (seen[c]) continue;
    seen[c] = true;
    if (fold_text(std::u32string_view(&c, 1)) != std::u32string_view(&c, 1)) changed += c;
  }
  if (changed.empty()) return;
  seen.assign(seen.size(), false);
  for (const char32_t c : changed) seen[c] = true;

  std::vector<Namesake> again;
  const auto respell = [&](std::uint32_t id, const NameEntry& entry) {
    const std::u32string_view text = text_of(names[id]);
    if (std::none_of(text.begin(), text.end(), [&](char32_t c) { return seen[c]; })) return;
    names[id].folded = false;
    again.push_back({id, entry});
  };
  for (std::uint32_t id = 0; id < names.size(); ++id) respell(id, entries[names[id].first]);
  for (const Namesake& other : namesakes_) respell(other.name, other.entry);
  for (const Namesake& one : again) {
    const std::size_t offset = pool.size();
    pool += fold_text(text_of(names[one.name]));
    add_pooled_name(offset, one.entry);
  }
}

// Brings the entries of each name together, higher levels first, then better forms.
void Gazetteer::Impl::gather_namesakes() {
  std::stable_sort(namesakes_.begin(), namesakes_.end(),
                   [](const Namesake& a, const Namesake& b) { return a.name < b.name; });
  const auto rank = [this](const NameEntry& entry) {
    const RegionLevel level = regions[entry.region].level;
    // Zones before townships.
    const int order = level == RegionLevel::kTownship ? 9 : static_cast<int>(level);
    return std::tuple(order, entry.form, entry.region);
  };
  for (std::size_t i = 0; i < namesakes_.size();) {
    Name& name = names[namesakes_[i].name];
    const NameEntry first = entries[name.first];
    name.first = static_cast<std::uint32_t>(entries.size());
    entries.push_back(first);
    for (const std::uint32_t id = namesakes_[i].name;
         i < namesakes_.size() && namesakes_[i].name == id; ++i) {
      entries.push_back(namesakes_[i].entry);
      ++name.count;
    }
    std::sort(entries.begin() + name.first, entries.end(),
              [&](const NameEntry& a, const NameEntry& b) { return rank(a) < rank(b); });
  }
  namesakes_ = {};
}

Gazetteer::Gazetteer() : impl_(new Impl) {
  impl_->load({zhengce_data_divisions,
               static_cast<std::size_t>(zhengce_data_divisions_end - zhengce_data_divisions)});
}
Gazetteer::~Gazetteer() { delete impl_; }

const Gazetteer& Gazetteer::builtin() {
  static const Gazetteer gazetteer;
  return gazetteer;
}

std::size_t Gazetteer::size() const { return impl_->regions.size(); }

const Region& Gazetteer::at(RegionIndex index) const {
  assert(index < impl_->regions.size());
  return impl_->regions[index];
}

std::optional<RegionIndex> Gazetteer::find_code(std::string_view code) const {
  if (code.size() == 12 && code.ends_with("000")) code.remove_suffix(3);
  const std::string_view wanted = significant_part(code);
  if (wanted.empty() && code.empty()) return std::nullopt;
  const auto found = std::lower_bound(
      impl_->regions.begin(), impl_->regions.end(), wanted,
      [](const Region& region, std::string_view value) { return region.significant < value; });
  if (found == impl_->regions.end() || found->significant != wanted) return std::nullopt;
  return static_cast<RegionIndex>(found - impl_->regions.begin());
}

std::span<const NameEntry> Gazetteer::find_name(std::string_view name) const {
  const std::u32string decoded = decode_utf8(name);
  const auto as_written = find_name(std::u32string_view(decoded));
  return as_written.empty() ? find_name(std::u32string_view(fold_text(decoded))) : as_written;
}

std::span<const NameEntry> Gazetteer::find_name(std::u32string_view name) const {
  const Impl::Name* found = impl_->find(name);
  if (found == nullptr) return {};
  return impl_->entries_of(*found);
}

std::size_t Gazetteer::matches(std::u32string_view text, std::size_t pos,
                               std::span<NameMatch> out) const {
  if (text.size() < 2 || pos > text.size() - 2) return 0;
  const std::uint32_t hash = hash_pair(text[pos], text[pos + 1]);
  if ((impl_->bigram_bits[(hash % kBigramBits) / 64] >> (hash % 64) & 1) == 0) return 0;
  std::size_t found = 0;
  for (std::uint32_t id = impl_->heads[hash % kBigramHeads]; id != kNone;
       id = impl_->names[id].next) {
    const Impl::Name& name = impl_->names[id];
    if (text.substr(pos, name.length) != impl_->text_of(name)) continue;
    std::size_t at = found < out.size() ? found++ : found;
    // Insertion by length; with `out` full, the longest falls out.
    while (at > 0 && out[at - 1].length > name.length) {
      if (at < out.size()) out[at] = out[at - 1];
      --at;
    }
    if (at < out.size()) out[at] = {name.length, impl_->entries_of(name)};
  }
  return found;
}

std::vector<std::size_t> Gazetteer::matches(std::u32string_view text, std::size_t pos) const {
  std::array<NameMatch, 16> found;
  std::vector<std::size_t> lengths(matches(text, pos, found));
  for (std::size_t i = 0; i < lengths.size(); ++i) lengths[i] = found[i].length;
  return lengths;
}

std::size_t Gazetteer::longest_match(std::u32string_view text, std::size_t pos,
                                     std::span<const NameEntry>* entries) const {
  std::array<NameMatch, 16> found;
  const std::size_t count = matches(text, pos, found);
  if (entries != nullptr)
    *entries = count == 0 ? std::span<const NameEntry>{} : found[count - 1].entries;
  return count == 0 ? 0 : found[count - 1].length;
}

bool Gazetteer::is_within(RegionIndex inner, RegionIndex outer) const {
  return at(inner).significant.starts_with(at(outer).significant);
}

std::vector<RegionIndex> Gazetteer::with_ancestors(RegionIndex index) const {
  std::vector<RegionIndex> line = {index};
  while (at(line.back()).parent != kNoRegion) line.push_back(at(line.back()).parent);
  if (line.size() > 1) line.pop_back();
  return line;
}

RegionIndex Gazetteer::enclosing(RegionIndex region, char32_t kind) const {
  while (region != kNoRegion && decode_utf8(at(region).name).back() != kind)
    region = at(region).parent;
  return region;
}

std::optional<RegionIndex> Gazetteer::at_level(RegionIndex index, RegionLevel level) const {
  for (; index != kNoRegion; index = at(index).parent) {
    if (at(index).level == level) return index;
  }
  return std::nullopt;
}

std::vector<std::u32string> Gazetteer::shorter_names(RegionIndex index) const {
  std::vector<std::u32string> shorter;
  const std::u32string official = fold_text(decode_utf8(at(index).name));
  for (std::size_t length = 2; length < official.size(); ++length) {
    const auto name = std::u32string_view(official).substr(0, length);
    const auto entries = find_name(name);
    const auto of_this = [&](const NameEntry& entry) {
      return entry.region == index && !entry.ordinary_word;
    };
    const bool alone = std::all_of(entries.begin(), entries.end(), [&](const NameEntry& entry) {
      return of_this(entry) || at(entry.region).level == RegionLevel::kTownship;
    });
    if (alone && std::any_of(entries.begin(), entries.end(), of_this)) shorter.emplace_back(name);
  }
  return shorter;
}

std::string Gazetteer::path_name(RegionIndex index) const {
  const std::vector<RegionIndex> line = with_ancestors(index);
  std::string path;
  for (auto region = line.rbegin(); region != line.rend(); ++region) {
    if (!path.empty()) path += ' ';
    path += at(*region).name;
  }
  return path;
}

std::size_t Gazetteer::count(RegionLevel level) const {
  return impl_->counts[static_cast<std::size_t>(level)];
}

std::vector<std::u32string_view> Gazetteer::lexicon_names() const {
  std::vector<std::u32string_view> result;
  for (const Impl::Name& name : impl_->names) {
    const NameEntry& best = impl_->entries[name.first];
    if (name.length >= 2 && name.folded && at(best.region).level != RegionLevel::kTownship)
      result.push_back(impl_->text_of(name));
  }
  return result;
}

std::string_view Gazetteer::version() const { return impl_->version; }
std::string_view Gazetteer::cut_off() const { return impl_->cut_off; }

}  // namespace zhengce
