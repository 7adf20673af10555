#include "indexer/seen_files.h"

#include <sys/stat.h>
#include <xxhash.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "corpus/readers/fields.h"
#include "graph/data_dir.h"

namespace zhengce {
namespace {

namespace fs = std::filesystem;

// Raise it whenever readers or framing make other documents of the same bytes: all files are then
// read again.
constexpr std::uint64_t kReadingVersion = 1;
// Of no graph.
constexpr std::uint64_t kNoSequence = UINT64_MAX;
constexpr std::string_view kMagic = "zhengce seen 1\n";

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

std::string pack(const std::vector<SeenFiles::Document>& documents) {
  std::string out;
  for (const auto& document : documents) {
    out.append(reinterpret_cast<const char*>(document.article.bytes.data()),
               document.article.bytes.size());
    put(out, document.key);
    put(out, document.member);
    put(out, document.replaced);
  }
  return out;
}

std::optional<std::vector<SeenFiles::Document>> unpack(std::string_view bytes) {
  std::vector<SeenFiles::Document> documents;
  Fields fields(bytes);
  while (fields.ok() && !fields.at_end()) {
    auto& document = documents.emplace_back();
    const auto id = fields.bytes(document.article.bytes.size());
    std::copy(id.begin(), id.end(), document.article.bytes.begin());
    document.key = fields.text();
    document.member = fields.text();
    document.replaced = fields.number();
  }
  if (!fields.ok()) return std::nullopt;
  return documents;
}

}  // namespace

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
    note.documents = fields.text();
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
    put(out, note.documents);
  }
  put(out, hash(out));
  return write_file_atomically(file, out);
}

std::optional<std::vector<SeenFiles::Document>> SeenFiles::documents(const std::string& path,
                                                                     std::uint64_t look) const {
  const auto note = notes_.find(hash(path));
  if (note == notes_.end() || note->second.look != hash(path, look)) return std::nullopt;
  return unpack(note->second.documents);
}

void SeenFiles::note(const std::string& path, std::uint64_t look,
                     const std::vector<Document>& documents) {
  notes_[hash(path)] = {hash(path, look), pack(documents), false};
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
