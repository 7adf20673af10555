#include "graph/types.h"

#include "tests/support/catch.h"

using namespace zhengce;

TEST_CASE("a name is one however it is written", "[graph]") {
  struct Row {
    const char* written;
    const char* normal;
  };
  const auto row = GENERATE(values<Row>({
      {"五社联动", "五社联动"},
      {"“五社联动”", "五社联动"},
      {"「五社聯動」", "五社联动"},
      {" 五社 联动　", "五社联动"},
      {"“五社联动", "五社联动"},
      {"《“五社联动”工作方案》", "\"五社联动\"工作方案"},
      {"《示范计划》", "示范计划"},
      {"“春风行动”和“暖冬行动”", "\"春风行动\"和\"暖冬行动\""},
      {"《甲办法》和《乙办法》", "《甲办法》和《乙办法》"},
      {"《甲〈乙〉丙》", "甲〈乙〉丙"},
      {"示范计划・桂在行动", "示范计划·桂在行动"},
      {"ＡＢＣ计划", "abc计划"},
      {"“”", ""},
      {"", ""},
      {"”", ""},
  }));
  CAPTURE(row.written);
  CHECK(normalize_name(row.written) == row.normal);
}

TEST_CASE("an id can be written down and read back", "[graph]") {
  const auto region = EntityId::region("3702Z1");
  CHECK(region.text() == "region:3702Z1");
  CHECK(region.code() == "3702Z1");
  CHECK(EntityId::parse(region.text()) == region);
  const auto program = EntityId::of(EntityKind::kProgram, "五社联动");
  CHECK(program.text().size() == std::string("program:").size() + 30);
  CHECK(EntityId::parse(program.text()) == program);
  CHECK(EntityId::of(EntityKind::kOrganization, "五社联动") != program);
  // XXH3-128 is the same everywhere, and so must ids be: exports of two machines are compared by
  // them.
  CHECK(program.text() == "program:ae9baa1dced70810abce0d88db1a52");
  const char* bad = GENERATE("", ":", "program:", "program:12", "region:", "region:33 0000",
                             "region:0123456789012345", "town:33",
                             "program:zz0000000000000000000000000000", "五社联动");
  CAPTURE(bad);
  CHECK_FALSE(EntityId::parse(bad));
}

TEST_CASE("running a program is running, creating, piloting or extending it", "[graph]") {
  CHECK(is_running(Relation::kRuns));
  CHECK(is_running(Relation::kCreated));
  CHECK(is_running(Relation::kPilots));
  CHECK(is_running(Relation::kExtends));
  CHECK_FALSE(is_running(Relation::kLearnsFrom));
  CHECK_FALSE(is_running(Relation::kNames));
  CHECK(relation_name(Relation::kLearnsFrom) == "learns_from");
  CHECK(modality_name(Modality::kEnded) == "ended");
}

TEST_CASE("a quantity's number is written without exponent or noise", "[graph]") {
  struct Row {
    double value;
    const char* written;
  };
  const auto row = GENERATE(values<Row>(
      {{3780000000, "3780000000"}, {0.57, "0.57"}, {12.5, "12.5"}, {3e16, "30000000000000000"}}));
  Quantity quantity;
  quantity.value = row.value;
  CHECK(quantity.number() == row.written);
}
