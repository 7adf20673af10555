#include "corpus/readers/reader.h"

#include <algorithm>
#include <map>
#include <utility>

#include "corpus/file_name.h"
#include "corpus/message.h"
#include "corpus/readers/archive.h"
#include "corpus/readers/byte_source.h"
#include "corpus/readers/charset.h"
#include "corpus/readers/clean_text.h"
#include "corpus/readers/docx.h"
#include "corpus/readers/fields.h"
#include "corpus/readers/file_kind.h"
#include "corpus/readers/html.h"
#include "corpus/readers/jsonl.h"
#include "corpus/readers/ofd.h"
#include "corpus/readers/pdf.h"
#include "corpus/text.h"

namespace zhengce {
namespace {

constexpr std::size_t kChunk = 1u << 20;
constexpr std::size_t kHeadBytes = 4096;
constexpr std::uint64_t kAlwaysUnpacked = 16u << 20;

Error invalid(const char* translated, const std::string& name) {
  return {ErrorCode::kInvalidInput, message(translated, name)};
}

// Appends bytes until there are `most` or no more. Room is made as bytes come: for the end of a
// tiny member of an archive a whole chunk would cost more than all else about it.
Result<void> fill(ByteSource& source, std::string& bytes, std::uint64_t most) {
  while (bytes.size() < most) {
    const auto room = std::clamp<std::uint64_t>(bytes.size(), kHeadBytes, kChunk);
    const auto got = source.read(bytes, std::min(room, most - bytes.size()));
    if (!got) return got.error();
    if (*got == 0) break;
  }
  return {};
}

Error binary(const std::string& name) {
  return {ErrorCode::kUnsupported, message(_("{}: binary file, not text"), name)};
}

Result<RawDocument> text_or_page(ByteSource source, std::string bytes,
                                 const ReaderOptions& options) {
  const std::string& name = source.name();
  const auto too_large = [&] {
    return Error{ErrorCode::kInvalidInput, message(_("{}: text of more than {} MiB, not read"),
                                                   name, options.max_text_bytes >> 20)};
  };
  // UTF-16 and the tags of a page take more room than the text.
  const std::uint64_t most = 2 * options.max_text_bytes;
  if (const auto read = fill(source, bytes, most + 1); !read) return read.error();
  if (bytes.size() > most) return too_large();
  auto decoded = decode_text(bytes);
  if (!decoded) {
    if (looks_binary(bytes)) return binary(name);
    std::size_t broken = 0;
    decode_utf8(bytes, &broken);
    return Error{ErrorCode::kInvalidInput,
                 message(_("{}: no Chinese text in UTF-8, GB18030, Big5 or UTF-16 ({} characters "
                           "are no UTF-8)"),
                         name, broken)};
  }
  if (json_form(decoded->text) != JsonForm::kNone) {
    return Error{ErrorCode::kInvalidInput,
                 message(_("{}: JSON Lines in {}; must be UTF-8"), name, decoded->charset)};
  }
  if (decoded->text.starts_with('[') && is_json_array(decoded->text))
    return invalid(_("{}: JSON, but neither objects nor an array of objects"), name);
  RawDocument document;
  if (looks_like_html(decoded->text)) {
    const auto tags = std::count(decoded->text.begin(), decoded->text.end(), '<');
    if (static_cast<std::uint64_t>(tags) > options.max_tags) {
      return Error{ErrorCode::kInvalidInput,
                   message(_("{}: page of more than {} tags, too many for --memory, not read"),
                           name, options.max_tags)};
    }
    auto page = read_html(decoded->text);
    if (!page) return Error{ErrorCode::kInvalidInput, name + ": " + page.error().message};
    document = std::move(*page);
  } else {
    document.text = clean_text(decoded->text);
  }
  document.source.path = name;
  if (document.text.size() > options.max_text_bytes) return too_large();
  document.replaced = replacement_characters(document.text);
  if (document.replaced * 50 > document.text.size() / 4 + 1) {
    if (const auto all = decode_utf8(document.text).size(); document.replaced * 50 > all) {
      return Error{ErrorCode::kInvalidInput,
                   message(_("{}: damaged text: {} of {} characters cannot be read, taken for {}"),
                           name, document.replaced, all, decoded->charset)};
    }
  }
  return document;
}

// The file's own name in a path of an archive, and whether it is one a folder would show.
bool is_hidden(std::string_view path) {
  if (path.starts_with("__MACOSX/")) return true;
  for (std::size_t start = 0; start < path.size();) {
    const auto end = std::min(path.find('/', start), path.size());
    const auto part = path.substr(start, end - start);
    if (part.starts_with('.') && part != "." && part != "..") return true;
    start = end + 1;
  }
  return path.ends_with("README.md");
}

// Reads one file with all that is nested in it.
class FileReader {
 public:
  FileReader(const ReaderOptions& options, const ReaderOptions::Visit& visit)
      : options_(options), visit_(visit) {}

  /// `head` was read from the source. `file` is where it lies as it is; empty for what came out of
  /// something else.
  Result<void> read(ByteSource source, std::string head, const std::filesystem::path& file,
                    const Sidecar& sidecar, std::uint32_t depth) {
    const FoundKind found = kind_of(head);
    switch (found.kind) {
      case FileKind::kText:
        return read_text(std::move(source), std::move(head), sidecar);
      case FileKind::kOther:
        return Error{ErrorCode::kUnsupported,
                     message(_("{}: {}, not read"), source.name(), translated(found.name))};
      default:
        break;
    }
    Blob blob{source.name(), file, {}};
    // A tar file in gzip is unpacked by libarchive from the file itself.
    if (file.empty() || (source.unpacks() && found.kind != FileKind::kTar)) {
      blob.file.clear();
      blob.bytes = std::move(head);
      if (const auto read = fill(source, blob.bytes, options_.max_file_bytes + 1); !read)
        return read.error();
    }
    if (depth == 0) {
      std::error_code ignored;
      const std::uint64_t size =
          file.empty() ? blob.bytes.size() : std::filesystem::file_size(file, ignored);
      budget_ = {size * options_.max_ratio + kAlwaysUnpacked, options_.max_entries,
                 options_.max_ratio, false};
    }
    if (found.kind == FileKind::kPdf) return visit_one(read_pdf(blob, options_), sidecar);
    if (found.kind != FileKind::kZip) return read_archive(blob, sidecar, depth);
    const auto contents = look_into(blob);
    if (!contents) return contents.error();
    switch (*contents) {
      case Contents::kDocx:
        return visit_one(read_docx(blob, options_, budget_), sidecar);
      case Contents::kOfd:
        return visit_one(read_ofd(blob, options_, budget_), sidecar);
      case Contents::kOffice:
        return Error{ErrorCode::kUnsupported,
                     message(_("{}: {}, not read"), blob.name,
                             _("spreadsheet, presentation or OpenDocument file"))};
      case Contents::kFiles:
        break;
    }
    return read_archive(blob, sidecar, depth);
  }

 private:
  enum class Contents { kFiles, kDocx, kOfd, kOffice };

  // What a zip is, by the names in it.
  Result<Contents> look_into(const Blob& blob) {
    UnpackBudget budget = budget_;
    auto archive = Archive::open(blob, budget);
    if (!archive) return archive.error();
    bool types = false, word = false, office = false;
    for (bool first = true;; first = false) {
      const auto entry = archive->next();
      // Where it is damaged, reading its files will say so.
      if (!entry || !*entry) return Contents::kFiles;
      const std::string& path = (*entry)->path;
      if (path == "OFD.xml") return Contents::kOfd;
      types |= path == "[Content_Types].xml";
      word |= path.starts_with("word/");
      office |= path.starts_with("xl/") || path.starts_with("ppt/");
      if (types && word) return Contents::kDocx;
      if (types && office) return Contents::kOffice;
      if (first && path == "mimetype") {
        std::string type(64, '\0');
        const auto got = archive->read(type.data(), type.size());
        if (got && type.starts_with("application/vnd.oasis.opendocument")) return Contents::kOffice;
      }
    }
  }

  Result<void> visit_one(Result<RawDocument> document, const Sidecar& sidecar) {
    if (!document) return document.error();
    sidecar.put_into(*document);
    if (!visit(std::move(document))) stopped_ = true;
    return {};
  }

  // What came out of an archive was read as far as the outermost was.
  bool visit(Result<RawDocument> document) {
    if (document && outermost_ != nullptr) document->file_bytes = outermost_->file_bytes();
    return visit_(std::move(document));
  }

  Result<void> read_text(ByteSource source, std::string head, const Sidecar& sidecar) {
    if (head.empty()) return invalid(_("{}: empty file"), source.name());
    const JsonForm form = json_form(head);
    if (form != JsonForm::kNone && !looks_binary(head)) {
      Sidecar stated = sidecar;
      const auto read = form == JsonForm::kLines ? read_json_lines : read_json_items;
      return read(std::move(source), std::move(head), options_, [&](Result<RawDocument> document) {
        if (document) {
          stated.fill_into(*document);
          stated = stated.without_notes();
        }
        stopped_ = !visit(std::move(document));
        return !stopped_;
      });
    }
    // A large binary file shows at once.
    if (looks_binary(head) && !decode_text(head)) return binary(source.name());
    auto document = text_or_page(std::move(source), std::move(head), options_);
    if (document && document->text.find_first_not_of(" \t\n") == std::string::npos)
      return invalid(_("{}: nothing but blanks in the file"), document->source.path);
    return visit_one(std::move(document), sidecar);
  }

  // Errors of the archive as a whole are returned if nothing was visited, else they come last.
  Result<void> read_archive(const Blob& blob, const Sidecar& sidecar, std::uint32_t depth) {
    if (depth >= options_.max_depth) {
      return Error{ErrorCode::kInvalidInput,
                   message(_("{}: archives nested deeper than {}, not read"), blob.name,
                           options_.max_depth)};
    }
    auto sidecars = sidecars_in(blob);
    if (!sidecars) return sidecars.error();
    auto archive = Archive::open(blob, budget_);
    if (!archive) return archive.error();
    if (depth == 0) outermost_ = &*archive;
    bool any = false;
    while (!stopped_) {
      const auto entry = archive->next();
      if (!entry) return any ? last(entry.error()) : entry.error();
      if (!*entry) break;
      const std::string& path = (*entry)->path;
      if (is_hidden(path) || path.ends_with(Sidecar::kEnding)) continue;
      const bool first = !std::exchange(any, true);
      const std::string name = path.empty() ? blob.name : blob.name + "!/" + path;
      const auto read = (*entry)->encrypted
                            ? Result<void>(invalid(_("{}: encrypted, not read"), name))
                            : read_member(*archive, name, path, *sidecars,
                                          first ? sidecar : sidecar.without_notes(), depth);
      if (read) continue;
      if (path.empty() && first) return read;
      stopped_ = stopped_ || !visit_(read.error());
      // What is over the budget will stay so.
      if (budget_.spent) break;
    }
    return any || stopped_ ? Result<void>() : invalid(_("{}: no files in the archive"), blob.name);
  }

  Result<void> last(Error error) {
    visit_(std::move(error));
    return {};
  }

  Result<void> read_member(Archive& archive, const std::string& name, const std::string& path,
                           const std::map<std::string, std::string>& sidecars,
                           const Sidecar& of_archive, std::uint32_t depth) {
    Sidecar sidecar = of_archive.without_names();
    const auto beside = sidecars.find(path + std::string(Sidecar::kEnding));
    if (beside != sidecars.end()) {
      auto own = Sidecar::parse(name + std::string(Sidecar::kEnding), beside->second);
      if (!own) return own.error();
      sidecar = own->over(sidecar);
    }
    auto source = ByteSource::from(name, options_.max_file_bytes, [&](char* to, std::size_t most) {
      return archive.read(to, most);
    });
    std::string head;
    if (const auto read = fill(source, head, kHeadBytes); !read) return read.error();
    return this->read(std::move(source), std::move(head), {}, sidecar, depth + 1);
  }

  // The sidecars in an archive, by path.
  Result<std::map<std::string, std::string>> sidecars_in(const Blob& blob) {
    UnpackBudget budget = budget_;
    auto archive = Archive::open(blob, budget);
    if (!archive) return archive.error();
    std::map<std::string, std::string> found;
    std::uint64_t bytes = 0;
    for (;;) {
      const auto entry = archive->next();
      if (!entry || !*entry) return found;
      if (!(*entry)->path.ends_with(Sidecar::kEnding) || (*entry)->encrypted) continue;
      auto source = ByteSource::from((*entry)->path, 1u << 20, [&](char* to, std::size_t most) {
        return archive->read(to, most);
      });
      std::string json;
      if (!fill(source, json, 1u << 20)) continue;
      bytes += json.size();
      if (bytes > options_.max_text_bytes) return found;
      found[(*entry)->path] = std::move(json);
    }
  }

  const ReaderOptions& options_;
  const ReaderOptions::Visit& visit_;
  UnpackBudget budget_;
  const Archive* outermost_ = nullptr;
  bool stopped_ = false;
};

Result<void> read_file(const std::filesystem::path& path, const ReaderOptions& options,
                       const ReaderOptions::Visit& visit) {
  const bool standard_input = path == "-";
  auto source = standard_input ? ByteSource::standard_input(options.max_file_bytes)
                               : ByteSource::open(path, options.max_file_bytes);
  if (!source) return source.error();
  std::string head;
  if (const auto read = fill(*source, head, kHeadBytes); !read) return read.error();
  const FileKind kind = kind_of(head).kind;
  const bool foreign = kind != FileKind::kText && kind != FileKind::kOther;
  if (foreign && standard_input) {
    return Error{ErrorCode::kUnsupported,
                 _("-: standard input takes text, web pages and JSONL; name other files by path")};
  }
  if (foreign && options.isolate) return options.isolate(path, options, visit);
  const auto sidecar = standard_input ? Result<Sidecar>(Sidecar()) : Sidecar::beside(path);
  if (!sidecar) return sidecar.error();
  return FileReader(options, visit)
      .read(std::move(*source), std::move(head), standard_input ? std::filesystem::path() : path,
            *sidecar, 0);
}

}  // namespace

// Names of files hold line ends now and then, and so do what libraries say.
Result<void> read_documents(const std::filesystem::path& path, const ReaderOptions& options,
                            const ReaderOptions::Visit& visit) {
  auto read = read_file(path, options, [&](Result<RawDocument> document) {
    if (!document) document.error().message = one_line(shown_name(document.error().message));
    return visit(std::move(document));
  });
  if (!read) read.error().message = one_line(shown_name(read.error().message));
  return read;
}

}  // namespace zhengce
