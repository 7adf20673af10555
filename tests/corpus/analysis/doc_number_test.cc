#include "corpus/analysis/doc_number.h"

#include <random>
#include <utility>

#include "tests/support/catch.h"

namespace zhengce {
namespace {

using Numbers = std::vector<std::string>;

Numbers numbers_in(const std::string& utf8, Numbers* written = nullptr) {
  const std::u32string text = decode_utf8(utf8);
  Numbers numbers;
  for (const auto& found : find_doc_numbers(text, {0, static_cast<std::uint32_t>(text.size())})) {
    numbers.push_back(found.normalized);
    if (written != nullptr) written->push_back(encode_utf8(slice(text, found.span)));
  }
  return numbers;
}

TEST_CASE("a number has one normal form however it is written") {
  const auto [text, number] = GENERATE(table<std::string, std::string>({
      {"国办发〔2024〕12号", "国办发〔2024〕12号"},
      {"国办发[2024]12号", "国办发〔2024〕12号"},
      {"国办发【2024】12号", "国办发〔2024〕12号"},
      {"国办发（2024）12号", "国办发〔2024〕12号"},
      {"国办发(2024)第012号", "国办发〔2024〕12号"},
      {"国办发〔２０２４〕１２号", "国办发〔2024〕12号"},
      {"国办发 〔 2024 〕 12 号", "国办发〔2024〕12号"},
      {"国办发〔2024年〕12号", "国办发〔2024〕12号"},
      {"國辦發〔2024〕12號", "国办发〔2024〕12号"},
      {"国办发〔二〇二四〕12号", "国办发〔2024〕12号"},
      {"国办发〔2024〕12", "国办发〔2024〕12号"},
      {"国办发２０２４年12号", "国办发〔2024〕12号"},
      {"国办发2018 128号", "国办发〔2018〕128号"},
      {"浙政办发2024第12", "浙政办发〔2024〕12号"},
      {"国务院令第752号", "国务院令第752号"},
      {"国务院令（第752号）", "国务院令第752号"},
      {"国务院令 第 752 号", "国务院令第752号"},
      {"国务院第752号令", "国务院令第752号"},
      {"中华人民共和国国务院令第752号", "国务院令第752号"},
      {"中华人民共和国主席令第三十一号", "主席令第31号"},
      {"主席令第31号", "主席令第31号"},
      {"中华人民共和国主席令第一二〇号", "主席令第120号"},
      {"财政部公告2024年第12号", "财政部公告2024年第12号"},
      {"财政部公告（2024年第12号）", "财政部公告2024年第12号"},
      {"财政部公告〔2024〕12号", "财政部公告2024年第12号"},
      {"财政部2024年第12号公告", "财政部公告2024年第12号"},
      {"中国人民银行令〔2024〕第1号", "中国人民银行令2024年第1号"},
      {"国家经济贸易委员会令第5号", "国家经济贸易委员会令第5号"},
      {"杭州市人民政府令第300号", "杭州市人民政府令第300号"},
  }));
  const auto normal = normalize_doc_number(text);
  REQUIRE(normal);
  CHECK(*normal == number);
  CHECK(normalize_doc_number(*normal) == number);
}

TEST_CASE("the agency's part of a number takes in nothing of the sentence before it") {
  const auto [text, number] = GENERATE(table<std::string, std::string>({
      {"按照国办发〔2024〕12号要求", "国办发〔2024〕12号"},
      {"认真学习贯彻国发〔2021〕3号文件", "国发〔2021〕3号"},
      {"《关于开展试点的通知》（浙政办发〔2020〕44号）", "浙政办发〔2020〕44号"},
      {"省政府浙政发〔2020〕3号文", "浙政发〔2020〕3号"},
      {"现将民委发〔2022〕8号印发给你们", "民委发〔2022〕8号"},
      {"详见示例发〔2023〕5号", "示例发〔2023〕5号"},
      {"根据中办发〔2019〕27号和厅字〔2020〕1号", "中办发〔2019〕27号"},
      {"依据黔民宗发〔2018〕2号的规定", "黔民宗发〔2018〕2号"},
      {"浙财税〔2019〕6号", "浙财税〔2019〕6号"},
      {"转发杭政办发〔2022〕9号", "杭政办发〔2022〕9号"},
      {"发改高技〔2024〕5号", "发改高技〔2024〕5号"},
      {"国市监标创发〔2021〕7号", "国市监标创发〔2021〕7号"},
      {"发改数据〔2023〕5号", "发改数据〔2023〕5号"},
      {"国办发明电〔2020〕1号", "国办发明电〔2020〕1号"},
      {"我们注意到财政部公告2024年第12号", "财政部公告2024年第12号"},
      {"以国务院令第752号公布", "国务院令第752号"},
  }));
  Numbers written;
  const Numbers found = numbers_in(text, &written);
  REQUIRE_FALSE(found.empty());
  CHECK(found[0] == number);
  CHECK(normalize_doc_number(written[0]) == number);
}

TEST_CASE("several numbers in a sentence are all found") {
  CHECK(numbers_in("国发〔2021〕3号、国办函〔2021〕4号和浙政发〔2022〕5号同时废止。") ==
        Numbers{"国发〔2021〕3号", "国办函〔2021〕4号", "浙政发〔2022〕5号"});
}

TEST_CASE("what only looks like a number is none") {
  const std::string text =
      GENERATE(as<std::string>(), "中山路12号", "（2023）浙01民终123号", "2024年12号台风",
               "第12号令", "电话12号线", "（2024）12号", "国办发〔1234〕12号", "国办发〔2024〕号",
               "命令第12号", "国办发〔2024〕1234567号", "号", "");
  CHECK(numbers_in(text).empty());
  CHECK_FALSE(normalize_doc_number(text));
}

TEST_CASE("more than a number is not taken for one") {
  CHECK_FALSE(normalize_doc_number("按照国办发〔2024〕12号"));
  CHECK_FALSE(normalize_doc_number("国办发〔2024〕12号文件"));
}

TEST_CASE("a number tells its issuer") {
  const auto [number, issuer] = GENERATE(table<std::string, std::string>({
      {"国发〔2024〕1号", "国务院"},
      {"国办发〔2024〕12号", "国务院办公厅"},
      {"中办发〔2024〕1号", "中共中央办公厅"},
      {"民委发〔2024〕1号", "国家民族事务委员会"},
      {"发改高技〔2024〕5号", "国家发展和改革委员会"},
      {"浙政办发〔2024〕1号", "浙江省人民政府办公厅"},
      {"桂政发〔2024〕1号", "广西壮族自治区人民政府"},
      {"浙委办发〔2024〕1号", "中共浙江省委员会办公厅"},
      {"川办发〔2024〕1号", "四川省人民政府办公厅"},
      {"沪府规〔2024〕1号", "上海市人民政府"},
      {"国务院令第752号", "国务院"},
      {"主席令第31号", "中华人民共和国主席"},
      {"财政部公告2024年第12号", "财政部"},
      {"示例发〔2024〕1号", ""},
      {"不是文号", ""},
      {"", ""},
  }));
  CHECK(issuer_of_number(number) == issuer);
}

TEST_CASE("any text is searched in one pass") {
  std::mt19937 random(11);
  const std::u32string pieces = U"国办发〔（）〕2024第号號令公告年一十财政部 ";
  for (int round = 0; round < 3000; ++round) {
    std::u32string text;
    for (std::size_t i = random() % 40; i > 0; --i) text += pieces[random() % pieces.size()];
    std::uint32_t last = 0;
    for (const auto& found : find_doc_numbers(text, {0, 100})) {
      REQUIRE(found.span.start >= last);
      REQUIRE(found.span.end <= text.size());
      last = found.span.end;
      // Its normal form is the normal form of itself.
      REQUIRE(normalize_doc_number(found.normalized) == found.normalized);
    }
  }
  std::u32string long_line;
  for (int i = 0; i < 200'000; ++i) long_line += U"公告令第1号";
  CHECK(find_doc_numbers(long_line, {0, static_cast<std::uint32_t>(long_line.size())}).empty());
}

}  // namespace
}  // namespace zhengce
