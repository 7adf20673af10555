#include "indexer/backup.h"

#include <iostream>

#include "app/command.h"
#include "app/json_shapes.h"

namespace zhengce::app {
namespace {

// `words` are what is said of so many articles.
int tell(const CommandLine& line, const Result<BackupSummary>& done,
         const char* (*words)(std::uint64_t)) {
  if (!done) return fail(done.error());
  for (const auto& file : done->mended)
    complain(message(_("{}: was damaged, and is copied anew"), file.string()));
  if (line.json()) {
    print_json({{"type", "summary"},
                {"schema", 1},
                {"articles", done->articles},
                {"backup", done->number},
                {"bytes", done->bytes},
                {"mended", done->mended.size()}});
  } else {
    std::cout << message(words(done->articles), done->articles, done->number) << "\n";
  }
  return kDone;
}

}  // namespace

int run_backup(const std::vector<std::string>& arguments) {
  CommandLine line("backup");
  line.option("keep", "N", _("delete backups older than the last N (else all are kept)"));
  if (const auto code = line.parse(arguments)) return *code;
  if (line.positional().size() != 1) return usage("backup", _("backup: name one directory"));
  const auto keep = line.number("keep", 0, 1, 100000);
  if (!keep) return fail(keep.error());
  finish_unheard();
  return tell(line, backup(line.data(), line.positional().front(), *keep),
              [](std::uint64_t articles) {
                return translated("{} article backed up (backup {})",
                                  "{} articles backed up (backup {})", articles);
              });
}

int run_restore(const std::vector<std::string>& arguments) {
  CommandLine line("restore");
  if (const auto code = line.parse(arguments)) return *code;
  if (line.positional().size() != 1)
    return usage("restore", _("restore: name the directory of a backup"));
  finish_unheard();
  return tell(line, restore(line.positional().front(), line.data()), [](std::uint64_t articles) {
    return translated("{} article restored (backup {})", "{} articles restored (backup {})",
                      articles);
  });
}

}  // namespace zhengce::app
