#include <algorithm>
#include <set>

#include "corpus/organizations.h"
#include "tests/indexer/extract/support.h"
#include "tests/support/catch.h"
#include "tests/support/linear.h"

using namespace zhengce;
using namespace zhengce::test;

TEST_CASE("a document is issued by whom a verb of publishing says", "[extract]") {
  struct Row {
    const char* sentence;
    const char* document;
    bool issued;
  };
  const auto row = GENERATE(values<Row>({
      {"全省印发《金桥行动实施方案》。", "金桥行动实施方案", true},
      {"出台《稳岗意见》《扩岗办法》和《培训条例》。", "培训条例", true},
      {"研究制定关于就业的《扩岗办法（2024—2026年）》等。", "扩岗办法（2024—2026年）", true},
      {"《扩岗办法》正式出台。", "扩岗办法", true},
      {"根据《扩岗办法》开展工作。", "扩岗办法", false},
      {"贯彻落实《扩岗办法》，成效明显。", "扩岗办法", false},
  }));
  CAPTURE(row.sentence);
  const auto extraction = extractor().extract(article_of(row.sentence));
  const auto* found = find_assertion(extraction, Relation::kIssued, document_id(row.document));
  CHECK((found != nullptr) == row.issued);
  if (found) CHECK(found->from == EntityId::region("330000"));
}

TEST_CASE("who published a document is who the sentence says", "[extract]") {
  struct Row {
    const char* sentence;
    std::set<std::string> offices;
  };
  const auto row = GENERATE(values<Row>({
      {"2023年11月，党中央、国务院印发《扩岗办法》。", {"中共中央", "国务院"}},
      {"教育部、财政部等八部门联合印发《扩岗办法》。", {"教育部", "财政部"}},
      {"近日，国家统计局日前发布《扩岗办法》。", {"国家统计局"}},
      {"提出对《扩岗办法》的修订建议。", {}},
      {"财政部会同国务院有关部门制定、调整和公布《扩岗办法》。", {"财政部"}},
      {"海关总署制定、调整和公布《扩岗办法》。", {"海关总署"}},
      {"财政部于1992年7月14日发布的《扩岗办法》有效。", {"财政部"}},
      {"财政部一九五七年十二月四日发布的《扩岗办法》有效。", {"财政部"}},
      {"经国务院批准发布《扩岗办法》。", {"国务院"}},
      {"印发《扩岗办法》。", {"示例市人民政府办公室"}},
      {"四川省人力资源和社会保障厅印发《扩岗办法》。", {"四川省人力资源和社会保障厅"}},
      {"四川省财政厅、四川省经济和信息化厅联合印发《扩岗办法》。",
       {"四川省财政厅", "四川省经济和信息化厅"}},
      {"《扩岗办法》近日由湖北省教育厅印发。", {"湖北省教育厅"}},
      {"由河北省商务厅牵头制定的《扩岗办法》正式发布。", {"河北省商务厅"}},
      {"省教育厅印发《扩岗办法》。", {"浙江省教育厅"}},
      {"8月16日，海关总署在其官网公布《扩岗办法》。", {"海关总署"}},
      {"教育部对外公布《扩岗办法》。", {"教育部"}},
  }));
  CAPTURE(row.sentence);
  auto article = article_of(row.sentence, {"330000"}, "示例市人民政府办公室关于稳岗的通知");
  article.number = "示政办发〔2024〕9号";
  article.issuer = "示例市人民政府办公室";
  const auto extraction = extractor().extract(article);
  std::set<EntityId> issuers, expected;
  for (const auto& one : extraction.assertions) {
    if (one.relation == Relation::kIssued && one.to == document_id("扩岗办法"))
      issuers.insert(one.from);
  }
  for (const auto& office : row.offices)
    expected.insert(EntityId::of(EntityKind::kOrganization, normalize_name(office)));
  CHECK(issuers == expected);
}

TEST_CASE("a short title is the title it stands for", "[extract]") {
  struct Row {
    const char* text;
    std::set<std::string> documents;
  };
  const auto row = GENERATE(values<Row>({
      {"省里印发《金桥行动实施方案》（以下简称《方案》）。《方案》提出三项措施。",
       {"金桥行动实施方案"}},
      {"省里印发《金桥行动实施方案》（示办发〔2024〕3号，以下简称“《方案》”）。按照《方案》办理。",
       {"金桥行动实施方案"}},
      {"省里印发《金桥行动实施方案》（示办发〔2024〕3号）（简称《培育方案》）。执行《培育方案》。",
       {"金桥行动实施方案"}},
      // Each stands for what was said last before it.
      {"印发《金桥方案》（以下简称《方案》）。《方案》好。\n印发《银桥方案》（以下简称《方案》）。"
       "执行《方案》。",
       {"金桥方案", "银桥方案"}},
      // Nobody says so, yet there is but one it can be.
      {"省里印发《金桥行动实施方案》。《实施方案》提出三项措施。《方案》强调落实。",
       {"金桥行动实施方案"}},
      {"解读《金桥行动实施意见（试行）》。《意见》提出三项措施。", {"金桥行动实施意见（试行）"}},
      // Of what kind it is alone is no title.
      {"《方案》提出三项措施。《总体规划》和《实施意见》已经印发。《政府工作报告》指出。", {}},
      {"《民法典规定》和《刑法》都是法律。", {"民法典规定", "刑法"}},
  }));
  CAPTURE(row.text);
  const auto extraction = extractor().extract(article_of(row.text));
  std::set<EntityId> found, expected;
  for (const auto& candidate : extraction.candidates) {
    if (candidate.entity.kind() != EntityKind::kDocument) continue;
    CAPTURE(candidate.name);
    CHECK(row.documents.contains(candidate.name));
    found.insert(candidate.entity);
  }
  for (const auto& title : row.documents) expected.insert(document_id(title));
  CHECK(found == expected);
}

TEST_CASE("the article's own title is what its kind alone stands for", "[extract]") {
  const auto extraction =
      extractor().extract(article_of("《方案》提出三项措施。", {}, "示例市金桥行动实施方案"));
  std::set<std::string> names;
  for (const auto& candidate : extraction.candidates) {
    if (candidate.entity.kind() == EntityKind::kDocument) names.insert(candidate.name);
  }
  CHECK(names == std::set<std::string>{"示例市金桥行动实施方案"});
}

TEST_CASE("a law is one document with and without the state's name", "[extract]") {
  CHECK(document_id("中华人民共和国就业条例") == document_id("《就业条例》"));
  CHECK(document_id("中华人民共和国") != document_id(""));
  CHECK(document_id("【政策】金桥行动实施方案") == document_id("金桥行动实施方案"));
  CHECK(document_id("【政策】") != document_id(""));
}

TEST_CASE("the shorter ways to write an office lead back to it", "[extract]") {
  for (const auto* full : {"浙江省民族宗教事务委员会", "中共深圳市委统一战线工作部",
                           "国家发展和改革委员会", "广西壮族自治区民族宗教事务委员会"}) {
    CAPTURE(full);
    const auto shorter = shorter_organization_names(full);
    CHECK(!shorter.empty());
    for (const auto& name : shorter) {
      CAPTURE(encode_utf8(name));
      CHECK(canonical_organization(encode_utf8(name)) == full);
    }
  }
  const auto zhejiang = shorter_organization_names("浙江省民族宗教事务委员会");
  for (const auto* name : {U"浙江民宗委", U"浙江省民宗委", U"浙江民族宗教事务委员会"})
    CHECK(std::find(zhejiang.begin(), zhejiang.end(), name) != zhejiang.end());
  CHECK(shorter_organization_names("晋江晨光鞋业有限公司").size() <= 1);
  CHECK(shorter_organization_names("").empty());
}

TEST_CASE("works of art and newspapers are no documents", "[extract]") {
  const auto extraction = extractor().extract(article_of(
      "电视剧《远山》、音乐剧《渡口条例》热播，《浙北日报》报道。原创歌曲《同船规定》传唱。"));
  for (const auto& candidate : extraction.candidates)
    CHECK(candidate.entity.kind() != EntityKind::kDocument);
}

TEST_CASE("a document is about the program its title names", "[extract]") {
  const auto extraction = extractor().extract(article_of("印发《金桥行动实施方案》。"));
  const auto* found = find_assertion(extraction, Relation::kAbout, program_id("金桥行动"));
  REQUIRE(found);
  CHECK(found->from == document_id("金桥行动实施方案"));
}

TEST_CASE("an official document is issued by its issuer and cites others", "[extract]") {
  auto article = article_of("根据《中华人民共和国就业条例》，现将《金桥行动实施方案》印发给你们。",
                            {}, "国务院办公厅关于印发金桥行动实施方案的通知");
  article.number = "国办发〔2024〕99号";
  article.issuer = "国务院办公厅";
  const auto extraction = extractor().extract(article);
  const auto issuer = EntityId::of(EntityKind::kOrganization, normalize_name("国务院办公厅"));
  for (const auto* name : {"国务院办公厅关于印发金桥行动实施方案的通知", "金桥行动实施方案"}) {
    CAPTURE(name);
    const auto* found = find_assertion(extraction, Relation::kIssued, document_id(name));
    REQUIRE(found);
    CHECK(found->from == issuer);
  }
  CHECK(find_assertion(extraction, Relation::kBasedOn, document_id("中华人民共和国就业条例")));
  CHECK(runners(extraction, "金桥行动") == std::set<std::string>{"100000"});
}

TEST_CASE("a law repeals others, whoever passed it", "[extract]") {
  const auto extraction = extractor().extract(
      article_of("第一条　根据《示例旅游法》，制定本条例。\n第二条　《示例旧例管理条例》同时废止。",
                 {}, "示例旅游条例"));
  const auto* repealed =
      find_assertion(extraction, Relation::kRepeals, document_id("示例旧例管理条例"));
  REQUIRE(repealed);
  CHECK(repealed->from == document_id("示例旅游条例"));
  CHECK(find_assertion(extraction, Relation::kBasedOn, document_id("示例旅游法")));
}

TEST_CASE("those who issue a document together issue it each", "[extract]") {
  auto article =
      article_of("各地财政厅：现通知如下。\n财政部 税务总局", {}, "财政部 税务总局关于稳岗的通知");
  article.issuer = "财政部、税务总局";
  const auto extraction = extractor().extract(article);
  std::set<EntityId> issuers, expected;
  for (const auto& one : extraction.assertions) {
    if (one.relation == Relation::kIssued && one.to == document_id(article.title))
      issuers.insert(one.from);
  }
  for (const auto* office : {"财政部", "税务总局"})
    expected.insert(EntityId::of(EntityKind::kOrganization, normalize_name(office)));
  CHECK(issuers == expected);
}

TEST_CASE("offices without end are read in linear time", "[extract]") {
  const auto made = [](std::size_t n) {
    auto article = article_of(repeated("各地落实。", n), {}, "某局关于稳岗的通知");
    article.issuer = repeated("甲局、", n);
    return article;
  };
  CHECK(
      grows_linearly(5000, made, [](const auto& article) { return extractor().extract(article); }));
}

TEST_CASE("a document that does not tell who issues it is of the place it is about", "[extract]") {
  const auto extraction = extractor().extract(
      article_of("现通知如下。", {"330100"}, "关于印发示例市金桥行动实施方案的通知"));
  const auto* found = find_assertion(extraction, Relation::kIssued,
                                     document_id("关于印发示例市金桥行动实施方案的通知"));
  REQUIRE(found);
  CHECK(found->from == EntityId::region("330100"));
  CHECK(
      find_assertion(extractor().extract(article_of("金桥行动好。", {"330100"}, "金桥行动开始了")),
                     Relation::kIssued, document_id("金桥行动开始了")) == nullptr);
}

TEST_CASE("two ways to write an office are one organization", "[extract]") {
  struct Row {
    const char* written;
    const char* full;
  };
  const auto row = GENERATE(values<Row>({
      {"浙江省民宗委", "浙江省民族宗教事务委员会"},
      {"浙江省民族宗教事务委员会", "浙江省民族宗教事务委员会"},
      {"浙江民宗委", "浙江省民族宗教事务委员会"},
      {"成都市民宗局", "成都市民族宗教事务局"},
      {"深圳市委统战部", "中共深圳市委统一战线工作部"},
      {"中共深圳市委统战部", "中共深圳市委统一战线工作部"},
      {"湖南省人社厅", "湖南省人力资源和社会保障厅"},
      {"国家发改委", "国家发展和改革委员会"},
      {"国办", "国务院办公厅"},
      {"最高院", "最高人民法院"},
      {"浙江省高院", "浙江省高级人民法院"},
      {"舟山市文广旅游局", "舟山市文化广电旅游局"},
      {"深圳市纪委监委", "深圳市纪律检查委员会监察委员会"},
      {"浙江省政府", "浙江省人民政府"},
      {"浙江省人民政府", "浙江省人民政府"},
      {"国务院办公厅", "国务院办公厅"},
      {"晋江晨光鞋业有限公司", "晋江晨光鞋业有限公司"},
  }));
  CAPTURE(row.written);
  CHECK(canonical_organization(row.written) == row.full);
}

TEST_CASE("a contributor is an organization of its region", "[extract]") {
  auto article = article_of("全省开展“金桥行动”。\n（浙江省民宗委供稿）");
  article.parts.clear();
  article.parts.push_back({{0, 11}, PartKind::kBody});
  article.parts.push_back({{12, 22}, PartKind::kByline});
  article.sections[0].contributor = "浙江省民宗委";
  article.sections[0].contributor_span = {13, 19};
  const auto extraction = extractor().extract(article);
  const auto id =
      EntityId::of(EntityKind::kOrganization, normalize_name("浙江省民族宗教事务委员会"));
  const auto* found = find_assertion(extraction, Relation::kContributed, id);
  REQUIRE(found);
  CHECK(found->from == id);
  CHECK(encode_utf8(slice(decode_utf8(article.text), found->evidence.sentence)) ==
        "（浙江省民宗委供稿）");
  const auto* region = find_assertion(extraction, Relation::kBelongsTo, EntityId::region("330000"));
  REQUIRE(region);
  CHECK(region->from == id);
}

TEST_CASE("a decision that has amended the text amends it", "[extract]") {
  auto article = article_of(
      "2015年7月23日浙江省人民代表大会常务委员会《关于修改〈浙江省绿化条例〉等12件地方性法规的决定"
      "》"
      "第四次修正。",
      {"330000"}, "浙江省绿化条例");
  article.issuer = "浙江省人民代表大会常务委员会";
  article.number = "示发〔2024〕1号";
  const auto extraction = extractor().extract(article);
  const auto own = document_id("浙江省绿化条例");
  const auto* amends = find_assertion(extraction, Relation::kAmends, own);
  REQUIRE(amends);
  CHECK(amends->from == document_id("关于修改〈浙江省绿化条例〉等12件地方性法规的决定"));
}

TEST_CASE("a cited document is theirs who are said to have published it", "[extract]") {
  struct Row {
    const char* text;
    EntityId by;
  };
  const auto row = GENERATE(values<Row>({
      {"第六条 1993年9月23日北京市人民政府第14号令发布的《示例管理办法》同时废止。",
       EntityId::region("110000")},
      {"《旧例规定》按照教育部印发的《示例管理办法》执行。",
       EntityId::of(EntityKind::kOrganization, "教育部")},
      {"国家公布的《示例管理办法》适用于本规定。", EntityId::region("100000")},
  }));
  CAPTURE(row.text);
  auto article = article_of(row.text, {"330000"}, "浙江省绿化条例");
  article.issuer = "浙江省人民代表大会常务委员会";
  article.number = "示发〔2024〕1号";
  const auto extraction = extractor().extract(article);
  const auto* issued = find_assertion(extraction, Relation::kIssued, document_id("示例管理办法"));
  REQUIRE(issued);
  CHECK(issued->from == row.by);
}

TEST_CASE("what one document does to another", "[extract]") {
  struct Row {
    const char* text;
    Relation relation;
  };
  const auto row = GENERATE(values<Row>({
      {"根据《示例管理条例》，现通知如下。", Relation::kBasedOn},
      {"为贯彻落实《示例管理条例》，现通知如下。", Relation::kBasedOn},
      {"《示例管理条例》同时废止。", Relation::kRepeals},
      {"本通知自2025年1月1日起施行，《示例管理条例》停止执行。", Relation::kRepeals},
      {"现决定对《示例管理条例》作如下修改。", Relation::kAmends},
      {"参见《示例管理条例》第三条。", Relation::kCites},
      // What is said of another, or denied, or only for later.
      {"根据《示例管理条例》，省政府决定废止《旧例管理办法》。", Relation::kBasedOn},
      {"《示例管理条例》继续有效，不予废止。", Relation::kCites},
      {"《示例管理条例》有效期5年，到期自动失效。", Relation::kCites},
      // What an office goes by, nothing is made of.
      {"有违法行为的，依照《示例管理条例》的规定处罚。", Relation::kCites},
      {"有关部门应当按照《示例管理条例》予以查处。", Relation::kCites},
      {"为了实施《示例管理条例》，结合本省实际，制定本规定。", Relation::kBasedOn},
      // Rows, also with who made each.
      {"根据《旧例管理办法》《示例管理条例》，制定本规定。", Relation::kBasedOn},
      {"根据《旧例管理办法》和国务院《示例管理条例》，制定本规定。", Relation::kBasedOn},
      {"某省通过的《示例管理条例》和2002年某省通过的《旧例管理办法》同时废止。",
       Relation::kRepeals},
      {"《示例管理条例》（示发〔2000〕30号）、《旧例管理办法》（示发〔2006〕9号）同时废止。",
       Relation::kRepeals},
      // Lists.
      {"一、废止下列文件：\n1.《旧例管理办法》\n2.《示例管理条例》", Relation::kRepeals},
      {"一、废止下列文件：\n1.《旧例管理办法》\n二、继续有效的文件：\n1.《示例管理条例》",
       Relation::kCites},
  }));
  CAPTURE(row.text);
  auto article = article_of(row.text, {"330000"}, "浙江省人民政府关于示例事项的通知");
  article.issuer = "浙江省人民政府";
  article.number = "浙政发〔2024〕1号";
  const auto extraction = extractor().extract(article);
  for (const auto relation :
       {Relation::kBasedOn, Relation::kRepeals, Relation::kAmends, Relation::kCites}) {
    CHECK((find_assertion(extraction, relation, document_id("示例管理条例")) != nullptr) ==
          (relation == row.relation));
  }
}
