#include "tests/indexer/extract/support.h"
#include "tests/support/catch.h"

using namespace zhengce;
using namespace zhengce::test;

namespace {

/// "helper>helped kind" of every pairing, codes of regions.
std::set<std::string> pairings(const Extraction& extraction) {
  std::set<std::string> found;
  for (const auto& a : extraction.assertions) {
    if (a.relation == Relation::kPairedWith)
      found.insert(a.from.code() + ">" + a.to.code() + " " + a.kind);
  }
  return found;
}

}  // namespace

TEST_CASE("who helps whom, and how", "[extract]") {
  using Set = std::set<std::string>;
  struct Row {
    const char* about;
    const char* text;
    Set expected;
  };
  const auto row = GENERATE(values<Row>({
      {"510100",
       "扎实开展对口支援阿坝州、甘孜州工作。",
       {"510100>513200 对口支援", "510100>513300 对口支援"}},
      {"510100",
       "与阿坝州、凉山州共同建成飞地园区。",
       {"510100>513200 飞地共建", "510100>513400 飞地共建"}},
      {"320000",
       "档案、援藏、援疆等工作取得新进展。",
       {"320000>540000 对口支援", "320000>650000 对口支援"}},
      {"640000", "闽宁协作持续深化。", {"350000>640000 东西部协作"}},
      {"530000", "建好沪滇合作园区。", {"310000>530000 东西部协作"}},
      {"370000", "青岛与定西自2021年4月结对。", {"370200>621100 对口帮扶"}},
      {"610000",
       "提升苏陕、津陕协作水平。",
       {"120000>610000 东西部协作", "320000>610000 东西部协作"}},
      // Who helps is named in the sentence, whatever the text is about.
      {"620000", "天津市对口帮扶甘肃省。", {"120000>620000 对口帮扶"}},
      {"620000", "天津市与甘肃省开展东西部协作。", {"120000>620000 东西部协作"}},
      {"620000", "天津市对口支援我省。", {"120000>620000 对口支援"}},
      {"520000", "浙江省杭州市结对帮扶我省黔东南州。", {"330100>522600 对口帮扶"}},
      {"653100",
       "上海市对口支援喀什地区，深圳市对口支援喀什市。",
       {"310000>653100 对口支援", "440300>653101 对口支援"}},
      {"520000",
       "广州市与安顺市、黔南州结对帮扶。",
       {"440100>520400 对口帮扶", "440100>522700 对口帮扶"}},
      {"210000",
       "辽宁省与江苏省、黑龙江省与广东省建立对口合作关系。",
       {"210000>320000 对口合作", "230000>440000 对口合作"}},
      // Which of several with which of several.
      {"430000", "雨花区、望城区与涟源市、桑植县签署劳务协作协议。", {}},
      {"430000",
       "长沙市、株洲市分别对口帮扶桑植县、保靖县。",
       {"430100>430822 对口帮扶", "430200>433125 对口帮扶"}},
      // Who helps is not named, nobody helps himself, and neighbors only work together.
      {"540000", "推进对口援藏工作，感谢援藏省市。", {}},
      {"510000", "川渝合作迈上新台阶。", {}},
      {"440300", "先后与全国9省16市106个县建立帮扶合作关系。", {}},
      {"330000", "做好对口支援和东西部协作工作。", {}},
  }));
  CAPTURE(row.text);
  const auto extraction = extractor().extract(article_of(row.text, {row.about}));
  CHECK(pairings(extraction) == row.expected);
  for (const auto& a : extraction.assertions) {
    if (a.relation == Relation::kPairedWith)
      CHECK(a.evidence.sentence.contains(a.evidence.mention));
  }
}
