#include "graph/log_file.h"

#include <cstdint>
#include <string>
#include <vector>

#include "tests/support/catch.h"

namespace zhengce::test {
namespace {

constexpr std::size_t kBlock = 32768;
constexpr std::size_t kHeader = 7;
enum Type : char { kWhole = 1, kFirst, kMiddle, kLast };

std::uint32_t crc32c(const std::string& bytes) {
  std::uint32_t crc = ~0u;
  for (const char c : bytes) {
    crc ^= static_cast<std::uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82F63B78u : 0u);
  }
  return ~crc;
}

std::string fragment(Type type, const std::string& payload) {
  const std::uint32_t crc = crc32c(std::string(1, type) + payload);
  const std::uint32_t masked = ((crc >> 15) | (crc << 17)) + 0xA282EAD8u;
  std::string bytes;
  for (int i = 0; i < 4; ++i) bytes += static_cast<char>(masked >> (8 * i));
  bytes += static_cast<char>(payload.size());
  bytes += static_cast<char>(payload.size() >> 8);
  return bytes + std::string(1, type) + payload;
}

// Fills what is left of a block.
std::string rest_of_block(const std::string& bytes, Type type, char fill) {
  return fragment(type, std::string(kBlock - bytes.size() % kBlock - kHeader, fill));
}

struct Read {
  std::vector<std::string> records;
  std::vector<std::size_t> damage;
};

Read read(const std::string& bytes) {
  Read read;
  read.damage =
      read_log_file(bytes, [&](const std::string& record) { read.records.push_back(record); });
  return read;
}

}  // namespace

TEST_CASE("a log is read record by record, over the ends of blocks") {
  std::string log = fragment(kWhole, "one");
  log += rest_of_block(log, kFirst, 'a');
  log += rest_of_block(log, kMiddle, 'b');
  log += fragment(kLast, "c");
  // No header fits into what is left of this block.
  log += fragment(kWhole, std::string(kBlock - log.size() % kBlock - kHeader - 6, 'd'));
  log += std::string(6, '\0') + fragment(kWhole, "two");
  const Read got = read(log);
  CHECK(got.damage.empty());
  REQUIRE(got.records.size() == 4);
  CHECK(got.records[0] == "one");
  CHECK(got.records[1] ==
        std::string(kBlock - 10 - kHeader, 'a') + std::string(kBlock - kHeader, 'b') + "c");
  CHECK(got.records[3] == "two");
}

TEST_CASE("zeros where a write was are damage, if whole records follow") {
  std::string log = fragment(kWhole, "one");
  const std::size_t hole = log.size();
  SECTION("to the end of the log they are its end") {
    for (const std::size_t size : {1u, 6u, 7u, 4096u, 40000u}) {
      const Read got = read(log + std::string(size, '\0'));
      CHECK(got.damage.empty());
      CHECK(got.records == std::vector<std::string>{"one"});
    }
  }
  SECTION("to the end of a block") {
    log.resize(kBlock, '\0');
    const Read got = read(log + fragment(kWhole, "two"));
    CHECK(got.damage == std::vector<std::size_t>{hole});
    CHECK(got.records == std::vector<std::string>{"one", "two"});
  }
  SECTION("in a record of several blocks, whose parts are not put together") {
    log += rest_of_block(log, kFirst, 'a');
    const std::size_t second = log.size();
    log.resize(2 * kBlock, '\0');
    log += fragment(kLast, "c");
    CHECK(read(log).records == std::vector<std::string>{"one"});
    const Read got = read(log + fragment(kWhole, "two"));
    CHECK(got.damage == std::vector<std::size_t>{second});
    CHECK(got.records == std::vector<std::string>{"one", "two"});
  }
  SECTION("within a block") {
    log += std::string(100, '\0') + fragment(kWhole, "two");
    const Read got = read(log);
    CHECK(got.damage == std::vector<std::size_t>{hole});
    CHECK(got.records == std::vector<std::string>{"one", "two"});
  }
}

TEST_CASE("a record without its end or its beginning is damage, if whole records follow") {
  const std::string one = fragment(kWhole, "one");
  const std::string two = fragment(kWhole, "two");
  const std::vector<std::string> whole = {"one", "two"};
  for (const auto& parts : {fragment(kFirst, "a"), fragment(kFirst, "a") + fragment(kMiddle, "b"),
                            fragment(kLast, "c"), fragment(kMiddle, "b") + fragment(kLast, "c")}) {
    CHECK(read(one + parts).damage.empty());
    CHECK(read(one + parts).records == std::vector<std::string>{"one"});
    const Read got = read(one + parts + two);
    CHECK(got.damage == std::vector<std::size_t>{one.size()});
    CHECK(got.records == whole);
  }
}

TEST_CASE("a wrong byte costs its record alone") {
  std::string log = fragment(kWhole, "one") + fragment(kWhole, "lost") + fragment(kWhole, "two");
  log[10 + kHeader + 1] ^= 1;
  const Read got = read(log);
  CHECK(got.damage == std::vector<std::size_t>{10});
  CHECK(got.records == std::vector<std::string>{"one", "two"});
}

}  // namespace zhengce::test
