// What stands beside a file about it.
#include "corpus/readers/fields.h"
#include "tests/fuzz/properties.h"

using namespace zhengce;
using namespace zhengce::fuzz;

namespace {

bool same(const RawDocument& a, const RawDocument& b) {
  return a.source == b.source && a.title == b.title && a.issuer == b.issuer &&
         a.number == b.number && a.category == b.category && a.date == b.date &&
         a.published == b.published && a.effective == b.effective && a.retrieved == b.retrieved;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto sidecar = Sidecar::parse("a.txt.meta.json", view(data, size));
  if (!sidecar) {
    require_message(sidecar.error());
    return 0;
  }
  RawDocument stated;
  sidecar->put_into(stated);
  require_document(stated);
  RawDocument again = stated;
  sidecar->put_into(again);
  require(same(again, stated), "what is stated twice is stated");
  RawDocument over;
  sidecar->over(*sidecar).put_into(over);
  require(same(over, stated), "a sidecar over itself says the same");

  RawDocument full;
  full.source = {"key", "url", "path", "name"};
  full.title = "title";
  full.issuer = "issuer";
  full.number = "number";
  full.category = "category";
  full.date = full.published = full.effective = full.retrieved = Date{2024, 1, 2};
  RawDocument filled = full;
  sidecar->fill_into(filled);
  require(same(filled, full), "what a document says is not filled in");
  RawDocument many;
  sidecar->fill_into(many);
  require(many.source.key.empty() && many.source.url.empty() && many.title.empty() &&
              many.number.empty(),
          "what names one document is not said of many");
  return 0;
}
