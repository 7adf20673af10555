// groonga: a table of sections, a lexicon of character bigrams (TokenBigram, NormalizerAuto) and an
// index column with positions, all there before the first row is, so that each row is indexed as it
// is added.
#include <groonga.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "corpus/text.h"
#include "tests/bench/peers/exchange.h"
#include "tests/bench/support.h"

namespace zhengce::bench {
namespace {

namespace fs = std::filesystem;

// The one database of this process.
class Groonga {
 public:
  Groonga(const fs::path& file, bool create) {
    grn_default_logger_set_max_level(static_cast<grn_log_level>(GRN_LOG_NONE));
    if (grn_init() != GRN_SUCCESS) give_up("groonga does not start");
    context_ = grn_ctx_open(0);
    GRN_CTX_SET_ENCODING(context_, GRN_ENC_UTF8);
    database_ = create ? grn_db_create(context_, file.c_str(), nullptr)
                       : grn_db_open(context_, file.c_str());
    check();
  }

  ~Groonga() {
    grn_obj_close(context_, database_);
    grn_ctx_close(context_);
    grn_fin();
  }
  Groonga(const Groonga&) = delete;
  Groonga& operator=(const Groonga&) = delete;

  grn_ctx* context() { return context_; }

  void check() const {
    if (context_->rc != GRN_SUCCESS) give_up("groonga: " + std::string(context_->errbuf));
  }

  /// What a command of groonga's own language answers.
  std::string command(const std::string& line) {
    grn_ctx_send(context_, line.data(), static_cast<unsigned>(line.size()), 0);
    check();
    char* answer = nullptr;
    unsigned size = 0;
    int flags = 0;
    grn_ctx_recv(context_, &answer, &size, &flags);
    check();
    return {answer, size};
  }

  /// Waits until all is on disk.
  void flush() {
    grn_obj_flush_recursive(context_, database_);
    check();
  }

 private:
  grn_ctx* context_ = nullptr;
  grn_obj* database_ = nullptr;
};

void index(TextLines& texts, const fs::path& folder, std::uint64_t commit_bytes) {
  fs::create_directories(folder);
  Groonga groonga(folder / "db", true);
  groonga.command("table_create Section TABLE_NO_KEY");
  groonga.command("column_create Section text COLUMN_SCALAR LongText");
  groonga.command(
      "table_create Lexicon TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram "
      "--normalizer NormalizerAuto");
  groonga.command("column_create Lexicon places COLUMN_INDEX|WITH_POSITION Section text");
  grn_ctx* const context = groonga.context();
  grn_obj* const table = grn_ctx_get(context, "Section", -1);
  grn_obj* const column = grn_ctx_get(context, "Section.text", -1);
  grn_obj value;
  GRN_LONG_TEXT_INIT(&value, 0);
  for (std::string text; texts.next(text);) {
    const grn_id id = grn_table_add(context, table, nullptr, 0, nullptr);
    // A row's place in the table is how its section is known afterwards.
    if (id != texts.sections()) give_up("groonga: rows are not numbered in order");
    GRN_TEXT_SET(context, &value, text.data(), text.size());
    grn_obj_set_value(context, column, id, &value, GRN_OBJ_SET);
    groonga.check();
    if (texts.commit_is_due(commit_bytes)) groonga.flush();
  }
  GRN_OBJ_FIN(context, &value);
  groonga.flush();
}

// A run of Han characters is a phrase to groonga, a blank is AND.
std::string in_groongas_words(const PeerQuery& query) {
  if (query.kind != PeerQuery::Kind::kQuestion) return query.text;
  const std::u32string text = decode_utf8(query.text);
  std::string any;
  for (std::size_t i = 0; i + 2 <= text.size(); ++i) {
    any += (i > 0 ? " OR " : "") + encode_utf8(text.substr(i, 2));
  }
  return any;
}

Answer open(const fs::path& folder) {
  const auto groonga = std::make_shared<Groonga>(folder / "db", false);
  return [groonga](const PeerQuery& query, bool all) {
    const std::string answer = groonga->command(
        "select Section --match_columns text --output_columns _id --sort_keys -_score --cache no "
        "--limit " +
        std::string(all ? "-1" : "10") + " --query '" + in_groongas_words(query) + "'");
    // [[[TOTAL], [[NAME, TYPE]], [ID], …]]
    const auto rows = nlohmann::json::parse(answer).at(0);
    std::vector<std::uint32_t> hits;
    for (std::size_t i = 2; i < rows.size(); ++i) {
      hits.push_back(rows[i].at(0).get<std::uint32_t>() - 1);
    }
    return hits;
  };
}

}  // namespace
}  // namespace zhengce::bench

int main(int argc, char** argv) {
  return zhengce::bench::run_peer(argc, argv, {zhengce::bench::index, zhengce::bench::open});
}
