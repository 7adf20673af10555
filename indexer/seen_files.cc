#include "indexer/seen_files.h"

#include <sys/stat.h>
#include <xxhash.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "corpus/framing/frame.h"
#include "corpus/message.h"
#include "corpus/readers/fields.h"
#include "graph/data_dir.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;

// Raise it whenever readers make other documents of the same bytes, as kFramingVersion where
// framing does: all files are then read again.
constexpr std::uint64_t kReadingVersion = 4;
// Of no graph.
constexpr std::uint64_t kNoSequence = UINT64_MAX;
constexpr std::string_view kMagic = "zhengce seen 2\n";

std::uint64_t hash(std::string_view bytes, std::uint64_t seed = 0) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

// Numbers are eight bytes, least first; texts have their size before them.
void put(std::string& out, std::uint64_t number) {
  for (int i = 0; i < 8; ++i) out.push_back(static_cast<char>(number >> (8 * i)));
}
void put(std::string& out, std::string_view text) {
  put(out, text.size());
  out += text;
}

class Fields {
 public:
  explicit Fields(std::string_view bytes) : left_(bytes) {}
  std::string_view bytes(std::size_t count) {
    ok_ = ok_ && count <= left_.size();
    if (!ok_) return {};
    const auto taken = left_.substr(0, count);
    left_.remove_prefix(count);
    return taken;
  }
  std::uint64_t number() {
    std::uint64_t number = 0;
    const auto taken = bytes(8);
    for (std::size_t i = taken.size(); i-- > 0;) {
      number = number << 8 | static_cast<unsigned char>(taken[i]);
    }
    return number;
  }
  std::string_view text() { return bytes(number()); }
  bool ok() const { return ok_; }
  bool at_end() const { return ok_ && left_.empty(); }

 private:
  std::string_view left_;
  bool ok_ = true;
};

std::string pack(const SeenFiles::Outcome& outcome) {
  std::string out;
  put(out, outcome.documents.size());
  for (const auto& document : outcome.documents) {
    out.append(reinterpret_cast<const char*>(document.article.bytes.data()),
               document.article.bytes.size());
    put(out, document.key);
    put(out, document.member);
    put(out, document.replaced);
  }
  for (const Error& error : outcome.skipped) {
    put(out, error.code == ErrorCode::kUnsupported ? 1 : 0);
    put(out, error.message);
  }
  return out;
}

std::optional<SeenFiles::Outcome> unpack(std::string_view bytes) {
  SeenFiles::Outcome outcome;
  Fields fields(bytes);
  for (auto left = fields.number(); left > 0 && fields.ok(); --left) {
    auto& document = outcome.documents.emplace_back();
    const auto id = fields.bytes(document.article.bytes.size());
    std::copy(id.begin(), id.end(), document.article.bytes.begin());
    document.key = fields.text();
    document.member = fields.text();
    document.replaced = fields.number();
  }
  while (fields.ok() && !fields.at_end()) {
    Error& error = outcome.skipped.emplace_back();
    error.code = fields.number() == 1 ? ErrorCode::kUnsupported : ErrorCode::kInvalidInput;
    error.message = fields.text();
  }
  if (!fields.ok()) return std::nullopt;
  return outcome;
}

// Texts are the same whatever the limits, once they were read whole.
std::uint64_t key_of(const std::string& path, std::uint64_t look, std::uint64_t conditions,
                     bool depends) {
  const std::uint64_t key = hash(path, look);
  if (!depends) return key;
  std::string mixed;
  put(mixed, key);
  put(mixed, conditions);
  return hash(mixed);
}

}  // namespace

bool SeenFiles::Outcome::operator==(const Outcome& other) const {
  const auto same = [](const Error& a, const Error& b) {
    return a.code == b.code && a.message == b.message;
  };
  return documents == other.documents &&
         std::equal(skipped.begin(), skipped.end(), other.skipped.begin(), other.skipped.end(),
                    same);
}

bool SeenFiles::is_lasting(const Error& error) {
  return error.code == ErrorCode::kInvalidInput || error.code == ErrorCode::kUnsupported;
}

std::uint64_t SeenFiles::conditions(const ReaderOptions& reader, std::size_t max_terms) {
  std::string all;
  for (const std::uint64_t limit :
       {reader.max_file_bytes, reader.max_text_bytes, reader.max_tags,
        std::uint64_t{reader.max_entries}, std::uint64_t{reader.max_ratio},
        std::uint64_t{reader.max_depth}, std::uint64_t{reader.max_pages},
        std::uint64_t{max_terms}}) {
    put(all, limit);
  }
  put(all, _("{}: no such file"));  // In the language of messages.
  return hash(all);
}

std::optional<std::uint64_t> SeenFiles::look(const fs::path& file,
                                             std::chrono::nanoseconds settled) {
  struct timespec now {};
  ::clock_gettime(CLOCK_REALTIME, &now);
  const auto nanoseconds = [](const struct timespec& time) {
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
  };
  const auto latest = nanoseconds(now) - settled;
  std::string facts;
  put(facts, kReadingVersion);
  put(facts, std::uint64_t{kFramingVersion});
  const std::string paths[] = {file.string(), file.string() + std::string(Sidecar::kEnding)};
  for (const std::string& path : paths) {
    struct stat found {};
    const bool is_there = ::stat(path.c_str(), &found) == 0;
    if (&path == &paths[0] && !(is_there && S_ISREG(found.st_mode))) return std::nullopt;
    put(facts, is_there ? 1 : 0);
    if (!is_there) continue;
    if (nanoseconds(found.st_mtim) > latest || nanoseconds(found.st_ctim) > latest) {
      return std::nullopt;
    }
    for (const auto number :
         {static_cast<std::uint64_t>(found.st_dev), static_cast<std::uint64_t>(found.st_ino),
          static_cast<std::uint64_t>(found.st_size),
          static_cast<std::uint64_t>(nanoseconds(found.st_mtim).count()),
          static_cast<std::uint64_t>(nanoseconds(found.st_ctim).count())}) {
      put(facts, number);
    }
  }
  return hash(facts);
}

SeenFiles SeenFiles::load(const fs::path& file, std::uint64_t sequence) {
  std::ifstream in(file, std::ios::binary);
  const std::string all{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  constexpr std::size_t kSum = 8;
  if (!all.starts_with(kMagic) || all.size() < kMagic.size() + kSum) return {};
  const std::string_view body(all.data(), all.size() - kSum);
  if (Fields(std::string_view(all).substr(body.size())).number() != hash(body)) return {};
  Fields fields(body.substr(kMagic.size()));
  SeenFiles seen;
  const bool in_doubt = fields.number() != sequence;
  while (fields.ok() && !fields.at_end()) {
    const auto path = fields.number();
    auto& note = seen.notes_[path];
    note.look = fields.number();
    note.outcome = fields.text();
    note.in_doubt = in_doubt;
  }
  return fields.ok() ? std::move(seen) : SeenFiles();
}

Result<void> SeenFiles::save(const fs::path& file, std::uint64_t sequence) const {
  const bool in_doubt = std::any_of(notes_.begin(), notes_.end(),
                                    [](const auto& note) { return note.second.in_doubt; });
  std::string out(kMagic);
  put(out, in_doubt ? kNoSequence : sequence);
  for (const auto& [path, note] : notes_) {
    put(out, path);
    put(out, note.look);
    put(out, note.outcome);
  }
  put(out, hash(out));
  return write_file_atomically(file, out);
}

std::optional<SeenFiles::Outcome> SeenFiles::outcome(const std::string& path, std::uint64_t look,
                                                     std::uint64_t conditions) const {
  const auto note = notes_.find(hash(path));
  if (note == notes_.end()) return std::nullopt;
  for (const bool depends : {false, true}) {
    if (note->second.look == key_of(path, look, conditions, depends))
      return unpack(note->second.outcome);
  }
  return std::nullopt;
}

void SeenFiles::note(const std::string& path, std::uint64_t look, std::uint64_t conditions,
                     const Outcome& outcome) {
  const bool depends = !outcome.skipped.empty();
  notes_[hash(path)] = {key_of(path, look, conditions, depends), pack(outcome), false};
}

void SeenFiles::forget(const std::string& path) { notes_.erase(hash(path)); }

bool SeenFiles::is_in_doubt(const std::string& path) const {
  const auto note = notes_.find(hash(path));
  return note != notes_.end() && note->second.in_doubt;
}

void SeenFiles::confirm(const std::string& path) {
  if (const auto note = notes_.find(hash(path)); note != notes_.end())
    note->second.in_doubt = false;
}

}  // namespace zhengce
